/** Text in HTML: nothing of it is read as a tag or an attribute. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags, and in an attribute between quotes. Control characters and direction marks are shown as U+FFFD. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? '')
    .replaceAll(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, (mark) =>
      mark === '\n' ? '&#10;' : '\uFFFD',
    );
}
