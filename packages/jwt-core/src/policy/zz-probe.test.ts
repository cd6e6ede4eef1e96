import { test } from 'vitest';
import { parsePolicy, definePolicy } from '/work/main/packages/jwt-core/src/policy/parse.js';
const base = (extra='') => `apiVersion: jwt-policy/v1
kind: JwtPolicy
metadata: { name: acme }
issuers:
  login:
    iss: https://id.acme.example/
    keys: { discovery: oidc }
    algs: [ES256]
    type: at+jwt
services:
  payments:
    audience: https://payments.acme.example
    accept: [login]
    operations:
      list: { route: GET /v1/payments, allow: [{ principal: user }] }
${extra}`;
const show = async (name: string, text: string) => {
  const t = performance.now();
  try { const p = await parsePolicy(text); console.log('#### '+name+'\nOK '+p.digest.slice(0,20)); }
  catch (e: any) { console.log('#### '+name+'\n'+(e.problems ? e.problems.map((p:any)=>p.code+' '+p.pointer+' '+p.line+':'+p.column+'\n'+p.message).slice(0,8).join('\n')+'\n['+e.problems.length+']' : 'THROWN '+e.stack) + ' ' + Math.round(performance.now()-t)+'ms'); }
};
const rep = (a: string, b: string) => { const t = base(); if (!t.includes(a)) throw new Error(a); return t.replace(a, b); };
test('x', async () => {
  await show('base', base());
  await show('comment only', '# nothing\n');
  await show('tab', rep('    iss:', '\tiss:'));
  await show('tab2', base('\tfoo: 1'));
  await show('bom', '\uFEFF'+base());
  await show('bom bad', '\uFEFFapiVersion: x\n');
  await show('bom json tabs', '\uFEFF{\n\t"apiVersion": 1}');
  await show('dup', base('  payments:\n    audience: x\n'));
  await show('typo', rep('audience:', 'audiance:'));
  await show('two unknown', rep('audience: https', 'foo: 1\n    bar: 2\n    audience: https'));
  await show('toString', rep('audience: https', 'toString: 1\n    valueOf: 2\n    audience: https'));
  await show('hasOwnProperty top', base('hasOwnProperty: 1'));
  await show('typo enum', rep('ES256', 'ES265'));
  await show('unknown ref', rep('accept: [login]', 'accept: [logn]'));
  await show('unknown ref2', rep('accept: [login]', 'accept: [foo]'));
  await show('${VAR}', rep('https://payments.acme.example', '${AUDIENCE}'));
  await show('unit', rep('accept: [login]', 'accept: [login]\n    maxAge: 10'));
  await show('unit2', rep('accept: [login]', 'accept: [login]\n    maxAge: "10"'));
  await show('0s', rep('accept: [login]', 'accept: [login]\n    maxAge: 0s'));
  await show('48h', rep('accept: [login]', 'accept: [login]\n    maxAge: 48h'));
  await show('audience list', rep('audience: https://payments.acme.example', 'audience: [https://payments.acme.example]'));
  await show('anchor', rep('accept: [login]', 'accept: &x [login]'));
  await show('alias', rep('accept: [login]', 'accept: *x'));
  await show('alias ok', rep('accept: [login]', 'accept: &x [login]\n    tenants: *x'));
  await show('merge', rep('accept: [login]', 'accept: [login]\n    <<: { maxAge: 5m }'));
  await show('tag', rep('accept: [login]', 'accept: !!seq [login]'));
  await show('tag2', rep('accept: [login]', 'accept: !mine [login]'));
  await show('tag3', rep('type: at+jwt', 'type: ! at+jwt'));
  await show('multi', base()+'---\n'+base());
  await show('flow route', rep('GET /v1/payments', 'GET /v1/payments/{id}'));
  await show('overlap', rep('      list:', '      one: { route: "GET /v1/{x}", allow: [{ principal: user }] }\n      list:'));
  await show('HEAD', rep('GET /v1', 'HEAD /v1'));
  await show('get', rep('GET /v1', 'get /v1'));
  await show('notcanon', rep('GET /v1/payments', 'GET /v1/../payments'));
  await show('notcanon2', rep('GET /v1/payments', 'GET v1/payments'));
  await show('widen silent', rep('accept: [login]', 'accept: [login]\n    maxLifetime: 8h\n    clockSkew: 30s\n    maxTokenBytes: 16384'));
  await show('widen', rep('issuers:', 'defaults: { clockSkew: 2s, maxLifetime: 10m, maxAge: 5m, maxTokenBytes: 4096 }\nissuers:').replace('accept: [login]', 'accept: [login]\n    maxLifetime: 8h\n    clockSkew: 30s\n    maxTokenBytes: 16384\n    maxAge: 10m'));
  for (const k of ['profile: github-actions','trustDomain: a','tenants: [a]']) await show(k, rep('    type: at+jwt', '    type: at+jwt\n    '+k));
  await show('iss template', rep('https://id.acme.example/\n', 'https://id.acme.example/t/{tenant}\n'));
  for (const k of ['mode: shadow','shadowUntil: 2027-01-01','binding: dpop','stepUp: { acr: [x] }']) await show(k, rep('{ route:', '{ '+k+', route:'));
  for (const k of ['binding: dpop','stepUp: { acr: [x] }']) await show('svc '+k, rep('accept: [login]', 'accept: [login]\n    '+k));
  await show('profile without iss', rep(`    iss: https://id.acme.example/
    keys: { discovery: oidc }
    algs: [ES256]
    type: at+jwt`, '    profile: github-actions'));
  await show('hmac', rep('ES256', 'HS256'));
  await show('hmac mix', rep('[ES256]', '[ES256, HS256]').replace('{ discovery: oidc }', '{ secret: { env: X } }'));
  await show('secret inline', rep('[ES256]', '[HS256]').replace('{ discovery: oidc }', '{ secret: abc }'));
  await show('secret value', rep('[ES256]', '[HS256]').replace('{ discovery: oidc }', '{ secret: { value: abc } }'));
  await show('secret env bad', rep('[ES256]', '[HS256]').replace('{ discovery: oidc }', '{ secret: { env: "s3cr3t!$" } }'));
  await show('priv', rep('{ discovery: oidc }', '{ jwks: { keys: [{ kty: EC, crv: P-256, x: a, y: b, d: c }] } }'));
  await show('two keys', rep('{ discovery: oidc }', '{ discovery: oidc, jwksUri: https://x }'));
  await show('identity nomatch', base('identities:\n  bot: { issuer: login, owner: me, reviewBy: 2027-01-01 }\n'));
  await show('identity other issuer', base('identities:\n  bot: { issuer: other, require: {a: {equals: 1}}, owner: me, reviewBy: 2027-01-01 }\n').replace('services:', '  other:\n    iss: https://o/\n    keys: { discovery: oidc }\n    algs: [ES256]\n    type: JWT\nservices:').replace('[{ principal: user }]','[{ identity: bot }]'));
  await show('identity unknown', rep('{ principal: user }','{ identity: bot }'));
  await show('no who', rep('{ principal: user }','{ scopes: [a] }'));
  await show('both', rep('{ principal: user }','{ principal: user, identity: x }'));
  await show('tenants', rep('accept: [login]', 'accept: [login]\n    tenants: [a]'));
  await show('tenantFrom no param', rep('accept: [login]', 'accept: [login]\n    tenants: [a]\n    tenantFrom: path.tenant'));
  await show('public with allow', rep('{ route:', '{ auth: public, route:'));
  await show('empty allow', rep('[{ principal: user }]', '[]'));
  await show('no allow', rep(', allow: [{ principal: user }]', ''));
  await show('allow map', rep('[{ principal: user }]', '{ principal: user }'));
  await show('scopes str', rep('{ principal: user }','{ principal: user, scopes: "a b" }'));
  await show('scopes spaces', rep('{ principal: user }','{ principal: user, scopes: ["a b"] }'));
  await show('scopes empty', rep('{ principal: user }','{ principal: user, scopes: [] }'));
  await show('scopes anyOf empty', rep('{ principal: user }','{ principal: user, scopes: {anyOf: []} }'));
  await show('scopes allOf', rep('{ principal: user }','{ principal: user, scopes: {allOf: [a]} }'));
  await show('roles number', rep('{ principal: user }','{ principal: user, roles: [1] }'));
  await show('where', rep('{ principal: user }','{ principal: user, where: {a: x} }'));
  await show('where empty', rep('{ principal: user }','{ principal: user, where: {} }'));
  await show('where empty m', rep('{ principal: user }','{ principal: user, where: {a: {}} }'));
  await show('where equals list', rep('{ principal: user }','{ principal: user, where: {a: {equals: [1]}} }'));
  await show('where unknown m', rep('{ principal: user }','{ principal: user, where: {a: {matches: x}} }'));
  await show('where $', rep('{ principal: user }','{ principal: user, where: {a: {not: {equals: "${X}"}}} }'));
  await show('startsWith', rep('{ principal: user }','{ principal: user, where: {a: {startsWith: repo}} }'));
  await show('unsafe', rep('{ principal: user }','{ principal: user, where: {a: {gte: 9007199254740993}} }'));
  await show('inf', rep('{ principal: user }','{ principal: user, where: {a: {gte: .inf}} }'));
  await show('proto', base('__proto__: {}\nconstructor: 1\n'));
  await show('proto svc', rep('  payments:', '  constructor:'));
  await show('10MB', 'a'.repeat(10_000_000));
  await show('deep flow', '['.repeat(100000));
  await show('deep flow2', '['.repeat(100000)+']'.repeat(100000));
  await show('deep block', Array.from({length:1400},(_, i)=>' '.repeat(i)+'a:').join('\n'));
  await show('deep seq', '- '.repeat(100000)+'x');
  await show('deep 500k', '['.repeat(500000)+']'.repeat(500000));
  await show('deep json', '{"a":'.repeat(100000)+'1'+'}'.repeat(100000));
  await show('41', '['.repeat(50)+']'.repeat(50));
  await show('yaml1.1', '%YAML 1.1\n---\n'+rep('acme }', 'yes }'));
  await show('json emoji', JSON.stringify({a: '\u{1F600}'}).replace('\u{1F600}', '\\ud83d\\ude00'));
  await show('lone', '{"a":"\\ud83d"}');
  await show('scalar', 'hello');
  await show('null', 'null');
  await show('json truncated', '{"apiVersion": "jwt-policy/v1",');
  await show('colon', rep('name: acme', 'name: a: b'));
  await show('name ws', rep('  payments:', '  my payments:'));
  await show('version', rep('jwt-policy/v1','jwt-policy/v2'));
  await show('revision num', rep('name: acme','name: acme, revision: 2026'));
  await show('date', base('identities:\n  bot: { issuer: login, require: {a: {equals: 1}}, owner: me, reviewBy: 2027-02-30 }\n'));
  await show('date2', base('identities:\n  bot: { issuer: login, require: {a: {equals: 1}}, owner: me, reviewBy: soon }\n'));
  await show('same iss', rep('services:', '  other:\n    iss: https://id.acme.example/\n    keys: { discovery: oidc }\n    algs: [ES256]\n    type: JWT\nservices:').replace('[login]','[login, other]'));
  await show('twice', rep('[login]','[login, { issuer: login, audience: x }]'));
  await show('accept bad', rep('[login]','[{ issuer: login }]'));
  await show('accept bad2', rep('[login]','[{ issuer: login, audience: [a] }]'));
  await show('accept num', rep('[login]','[1]'));
  await show('op empty', rep('{ route: GET /v1/payments, allow: [{ principal: user }] }', ''));
  for (const d of [
    { services: { payments: { audience: undefined } } },
  ]) {
    const doc = JSON.parse(JSON.stringify({apiVersion:'jwt-policy/v1',kind:'JwtPolicy',metadata:{name:'a'},issuers:{login:{iss:'https://id/',keys:{discovery:'oidc'},algs:['ES256'],type:'at+jwt'}},services:{payments:{audience:'x',accept:['login'],operations:{list:{allow:[{principal:'user'}]}}}}}));
    doc.services.payments.audience = undefined;
    try { definePolicy(doc); console.log('OK'); } catch (e: any) { console.log('#### undef', e.message); }
    doc.services.payments.audience = 'x';
    doc.services.payments.operations.list.allow[0].where = { department: { equals: undefined } };
    try { definePolicy(doc); console.log('#### FAIL OPEN OK'); } catch (e: any) { console.log('#### undef', e.message); }
  }
}, 120000);
