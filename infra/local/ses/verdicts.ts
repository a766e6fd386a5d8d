/** What SES writes above a received mail: who it came from by envelope, and how it judged it. */

export type Envelope = { from: string; to: readonly string[] }
export type Verdict = 'PASS' | 'FAIL'

/**
 * Nothing on this machine is signed. A mail whose From is of the same domain as its envelope sender is aligned, and
 * passes DMARC; any other fails. One that brings `Authentication-Results: … dmarc=fail` fails: a test's way to forge.
 */
export const dmarcOf = (raw: Buffer, envelope: Envelope): Verdict => {
  const head = headOf(raw)
  const froms = [...head.matchAll(/^from:(.*(?:\r?\n[ \t].*)*)/gim)].map(match => domainOf(match[1] ?? ''))
  if (/^authentication-results:.*(?:\r?\n[ \t].*)*dmarc=fail/im.test(head)) return 'FAIL'
  return froms.length === 1 && froms[0] !== '' && froms[0] === domainOf(envelope.from) ? 'PASS' : 'FAIL'
}

/** The header as text, of at most 256 KB. */
export const headOf = (raw: Buffer): string => {
  const text = raw.subarray(0, 256 * 1024).toString('latin1')
  const end = text.search(/\r?\n\r?\n/)
  return end < 0 ? text : text.slice(0, end)
}

export const domainOf = (address: string): string =>
  /@([^\s>@;,]+)>?\s*$/.exec(address.trim())?.[1]?.toLowerCase() ?? ''

/** The stored message: these headers, then the bytes as received. Consumers trust the topmost of each. */
export const stamped = (raw: Buffer, envelope: Envelope, id: string, date: Date): Buffer => {
  const dmarc = dmarcOf(raw, envelope)
  const spf = envelope.from === '' ? 'none' : 'pass'
  const lines = [
    `Return-Path: <${envelope.from}>`,
    `Received: from local (127.0.0.1) by inbound-smtp.eu-west-2.amazonaws.com with SMTP id ${id} for ${envelope.to[0] ?? ''}; ${date.toUTCString().replace('GMT', '+0000')}`,
    'X-SES-Spam-Verdict: PASS',
    'X-SES-Virus-Verdict: PASS',
    `Authentication-Results: amazonses.com; spf=${spf} smtp.mailfrom=${envelope.from}; dmarc=${dmarc.toLowerCase()} header.from=${domainOf(envelope.from)};`,
  ]
  return Buffer.concat([Buffer.from(lines.map(line => `${line}\r\n`).join('')), raw])
}
