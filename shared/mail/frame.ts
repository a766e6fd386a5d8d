/**
 * What all our mails look like. Tables and inline styles, because Outlook on Windows lays out with Word's engine and
 * some clients drop style sheets; no images, because they are blocked by default; colour never without its word.
 */
import { type Html, html } from './html.ts'
import type { Severity } from './lateness.ts'

/** White on each has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3). */
export const colours: Record<Severity, string> = {
  emergency: '#7a0019',
  overdue: '#b10e1e',
  today: '#8a4b00',
  week: '#1d5f96',
  later: '#46515b',
  none: '#46515b',
}

export const font = 'font-family:Arial,Helvetica,sans-serif'
export const ink = '#14191d'
export const quiet = '#4c565e'

export const button = (link: string, text: string): Html => html`
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td style="background:#14191d;border-radius:4px">
<a href="${link}" style="display:inline-block;padding:13px 22px;${font};font-size:17px;font-weight:bold;color:#ffffff;text-decoration:none">${text}</a>
</td></tr></table>`

/** `preview`: what a mailbox shows beside the subject. At most 600 px wide, and as narrow as the phone. */
export const frame = (title: string, preview: string, rows: Html, css = ''): Html => html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light"><title>${title}</title>${css !== '' && html`<style>${{ markup: css }}</style>`}</head>
<body style="margin:0;padding:0;background:#ffffff;color:${ink}">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<div role="main"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;text-align:left;${font};font-size:16px;line-height:1.45;color:${ink}">
${rows}
</table></td></tr></table></div></body></html>
`
