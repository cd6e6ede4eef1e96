/** The reference page of profiles, made from core's table. */

import {
  IMPERSONAL_MARKS,
  PROFILES,
  type ImpersonalMark,
  type Profile,
  type ProviderFacts,
} from '@org/jwt-core/policy';
import { format } from 'prettier';
import { code, formInWords, listed, matchersInWords } from './matcher-words.js';
import * as prose from './profile-prose.js';
import { checksInWords, lacksInWords, leftToWrite, principalInWords } from './profile-words.js';

/** Where the page is, from the root of the workspace. */
export const PROFILES_PAGE = 'docs/reference/profiles.md';

const ENTRIES: readonly (readonly [string, Profile])[] = Object.entries(PROFILES);

/** The whole page, formatted as the workspace formats Markdown. */
export async function renderProfiles(options: Readonly<Record<string, unknown>>): Promise<string> {
  const parts = [
    prose.INTRODUCTION,
    overview(),
    prose.MEANING,
    prose.OWNERSHIP,
    ownership(),
    prose.OWNERSHIP_ENDS,
    prose.MARKS,
    marks(),
    prose.MARKS_END,
    prose.LIFETIMES,
    ...ENTRIES.map(describeProfile),
  ];
  return format(parts.join('\n\n'), { ...options, parser: 'markdown', proseWrap: 'always' });
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Provider × what it checks × what it lacks × what is in its place. */
function overview(): string {
  const rows = ENTRIES.map(([name, profile]) => {
    const lacks = lacksInWords(profile.issuer);
    return [
      `[${code(name)}](#${name})`,
      profile.provider,
      checksInWords(profile).join('; '),
      lacks.map(([what]) => what).join('<br>') || 'nothing',
      lacks.map(([, instead]) => instead).join('<br>'),
    ];
  });
  return table(['profile', 'provider', 'checks', 'its tokens lack', 'in its place'], rows);
}

function ownership(): string {
  const rows = ENTRIES.flatMap(([name, { owns }]) => {
    if (owns === undefined) return [];
    const shared = owns.shared ?? [];
    const others = shared.length === 0 ? '' : `; also ${listed(shared.map(code))}`;
    return [[owns.words, `${code(name)}${others}`, owns.because]];
  });
  return table(['`iss`', 'profile', 'because'], rows);
}

/** One row for each party, in the order of the table. */
function marks(): string {
  const parties = [...new Set(IMPERSONAL_MARKS.map(({ of }) => of))];
  const rows = parties.map((party) => [
    party.replace(/,$/u, ''),
    IMPERSONAL_MARKS.filter(({ of }) => of === party)
      .map(markInWords)
      .join('; '),
  ]);
  return table(['tokens of', 'claim'], rows);
}

function markInWords({ claim, form, without }: ImpersonalMark): string {
  const like = form === undefined ? '' : ` ${formInWords(form)}`;
  return `${code(claim)}${like}${without === undefined ? '' : ` without ${code(without)}`}`;
}

function describeProfile([name, profile]: readonly [string, Profile]): string {
  const left = leftToWrite(name, profile);
  return [
    `## ${name}`,
    `${profile.provider}: [a policy to copy](../guide/providers.md#${name}).`,
    profile.notes.map((note) => `- ${note}`).join('\n'),
    table(['it fills', 'with'], facts(profile)),
    `You write ${left.length === 0 ? 'nothing more' : listed(left)}.`,
  ].join('\n\n');
}

/** What the profile says, member by member. */
function facts(profile: Profile): readonly (readonly [string, string])[] {
  const { issuer, mustPin, issForm, rejectedAudiences } = profile;
  const { iss, algs, tokens, clientId, tenant, scopes, audienceMode, require = {} } = issuer;
  const rows: readonly (readonly [string, string | readonly string[] | undefined])[] = [
    ['`iss`', iss === undefined ? issForm?.words : code(iss)],
    ['`keys`', keysInWords(issuer)],
    ['keys used', profile.keyUse === undefined ? undefined : `those with \`use: ${profile.keyUse}\``],
    ['`algs`', algs === undefined ? undefined : algs.map(code).join(', ')],
    ['`typ` of the header', typesInWords(issuer)],
    [
      '`tokens`',
      tokens === undefined ? undefined : `${code(tokens)}: nothing that access tokens have may be there`,
    ],
    ...lacksInWords(issuer).map(([what, instead]): readonly [string, string] => [`lacks ${what}`, instead]),
    ['`principal`', principalInWords(profile)],
    ['client', clientId === undefined ? undefined : code(clientId)],
    ['`tenant`', tenant === undefined ? undefined : code(tenant)],
    ['`scopes`', scopes === undefined ? undefined : code(scopes)],
    ['`roles`', rolesInWords(issuer)],
    ['`require`', matchersInWords(require)],
    ['audience', audienceMode === 'exclusive' || tokens === 'id' ? 'exclusive' : undefined],
    ['must pin', mustPin && `${listed(mustPin.claims.map(code), 'or')}: ${mustPin.because}`],
    [
      'rejects the audiences',
      rejectedAudiences && `${rejectedAudiences.words}: ${rejectedAudiences.because}`,
    ],
    ['documented at', `[${new URL(profile.documentation).hostname}](${profile.documentation})`],
  ];
  return rows.flatMap(([what, words]) => {
    const lines = words === undefined ? [] : [words].flat();
    return lines.map((line, index): readonly [string, string] => [index === 0 ? what : '', line]);
  });
}

function keysInWords({ keys }: ProviderFacts): string | undefined {
  if (keys === undefined) return undefined;
  const [name = '', value] = Object.entries(keys)[0] ?? [];
  return code(`{ ${name}: ${String(value)} }`);
}

function typesInWords({ typ }: ProviderFacts): string | undefined {
  return typ === undefined ? undefined : listed([typ].flat().map(code), 'or');
}

function rolesInWords({ roles }: ProviderFacts): string | undefined {
  if (roles === undefined) return undefined;
  if (typeof roles === 'string') return code(roles);
  return `the ${roles.as === 'memberNames' ? 'member names' : 'names'} of ${code(roles.claim)}`;
}
