/** The words of an HTML mail. One pass, forward only: no input makes it slow, and nothing of it is ever rendered. */

/** Characters. A complaint is shorter; a newsletter may be longer and is kept whole as the original. */
const MOST = 500_000

const silent = new Set(['script', 'style', 'head', 'title', 'template', 'noscript'])
const breaks = new Set('p div br tr li h1 h2 h3 h4 h5 h6 table ul ol section article header footer hr pre'.split(' '))
const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  pound: '£',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
}

/** A letter and its mark: `eacute`, `Ccedil`. */
const marks: Record<string, string> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030A',
  cedil: '\u0327',
}
const accented = (name: string): string | undefined => {
  const mark = marks[name.slice(1).toLowerCase()]
  return mark === undefined ? undefined : `${name[0]}${mark}`.normalize('NFC')
}

const decoded = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? accented(name) ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 31 && code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ' '
  })

/** Where to read on after the tag at `open`; undefined when it never ends. */
const after = (html: string, lower: string, open: number, name: string): number | undefined => {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4)
    return end < 0 ? undefined : end + 3
  }
  const end = html.indexOf('>', open)
  if (end < 0) return undefined
  if (!silent.has(name)) return end + 1
  const close = lower.indexOf(`</${name}`, end)
  if (close < 0) return undefined
  const closed = html.indexOf('>', close)
  return closed < 0 ? undefined : closed + 1
}

export const htmlText = (source: string): string => {
  const html = source.slice(0, MOST)
  const lower = html.toLowerCase()
  const parts: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    parts.push(html.slice(at, open).replace(/\s+/g, ' '))
    const name =
      /^[a-z][a-z0-9]{0,20}/.exec(lower.slice(open + (lower[open + 1] === '/' ? 2 : 1), open + 24))?.[0] ?? ''
    if (breaks.has(name)) parts.push('\n')
    // A quotation is what the other side wrote: it must not be read as this side's words.
    if (name === 'blockquote') parts.push(lower[open + 1] === '/' ? '\n' : '\n> ')
    const next = after(html, lower, open, name)
    if (next === undefined) {
      at = html.length
      break
    }
    at = next
  }
  parts.push(html.slice(at).replace(/\s+/g, ' '))
  return (
    decoded(parts.join(''))
      // Runs first: looked for before a line's end, 100,000 blanks in a row took most of a minute.
      .replace(/[ \t]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}
