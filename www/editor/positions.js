// The engine counts bytes of UTF-8, the editor units of UTF-16.

/** `{from, to}` in UTF-16 units for two byte offsets; offsets outside the text are moved to its nearest end. */
export function utf16Range(text, fromByte, toByte) {
  const from = utf16Offset(text, fromByte);
  return { from, to: Math.max(from, utf16Offset(text, toByte)) };
}

function utf16Offset(text, byte) {
  let seen = 0;
  let at = 0;
  for (const character of text) {
    if (seen >= byte) break;
    const code = character.codePointAt(0);
    seen += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += character.length;
  }
  return at;
}
