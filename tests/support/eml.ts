/** Mails as SES lays them down: its verdicts above what the sender wrote. */
export type Stamp = { dmarc?: string; virus?: string; sender?: string; to?: string; at?: string }

export const stamp = ({
  dmarc = 'pass',
  virus = 'PASS',
  sender = 'asha@northmere.example',
  to = 'compliance@dutyholder.northmere.example',
  at = 'Sun, 22 Nov 2026 09:00:00 +0000',
}: Stamp = {}): string =>
  [
    `Return-Path: <${sender}>`,
    `Received: from mail.example (1.2.3.4) by inbound-smtp.eu-west-2.amazonaws.com with SMTP id abc123 for ${to}; ${at}`,
    'X-SES-Spam-Verdict: PASS',
    `X-SES-Virus-Verdict: ${virus}`,
    `Authentication-Results: amazonses.com; spf=pass smtp.mailfrom=x; dkim=pass header.i=@x; dmarc=${dmarc} header.from=x;`,
    '',
  ].join('\r\n')

export type Written = {
  from?: string
  to?: string
  subject?: string
  id?: string
  headers?: string[]
  type?: string
  text?: string
}

/** What the sender wrote. */
export const written = ({
  from = 'Asha Patel <Asha@Northmere.example>',
  to = 'compliance@dutyholder.northmere.example',
  subject = 'Re: gas',
  id = 'm1@northmere.example',
  headers = [],
  type = 'text/plain; charset=utf-8',
  text = 'ACK',
}: Written = {}): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}>`,
    ...headers,
    `Content-Type: ${type}`,
    '',
    text,
    '',
  ].join('\r\n')

export const eml = (mail: Written = {}, by: Stamp = {}): Buffer => Buffer.from(stamp(by) + written(mail))

/** A multipart of parts that bring their own headers. */
export const multipart = (parts: string[], type = 'mixed', boundary = 'b1'): { type: string; text: string } => ({
  type: `multipart/${type}; boundary="${boundary}"`,
  text: [...parts.map(part => `--${boundary}\r\n${part}`), `--${boundary}--`].join('\r\n'),
})

export const textPart = (text: string): string => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`
export const filePart = (name: string, bytes: Buffer, type = 'application/pdf'): string =>
  `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}`
