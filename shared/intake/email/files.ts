/** Attachments as evidence of a case: the bytes first, then the case speaks of them, then they are registered. */
import { createHash } from 'node:crypto'
import type { MailDeps } from './deps.ts'
import { oneLine } from './one-line.ts'
import type { Attachment, Email } from './read.ts'

/** Files of one message that a case holds; an event with more would be too large. The original has all. */
export const MOST = 100

export const fileOf = (name: string, type: string, bytes: Buffer): Attachment => ({
  name: oneLine(name.split(/[/\\]/).at(-1) ?? '', 200) || 'file',
  type,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  heic: 'image/heic',
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** What a file in a bucket says it is: its name alone tells. */
export const typeByName = (name: string): string =>
  types[/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'

/** Messages inside a message are read for their words, and are in the original; what is empty proves nothing. */
export const allFilesOf = ({ attachments }: Pick<Email, 'attachments'>): Attachment[] => {
  const files = attachments.filter(({ type, bytes }) => type !== 'message/rfc822' && bytes.length > 0)
  return [...new Map(files.map(file => [file.sha256, file])).values()]
}

export const filesOf = (email: Pick<Email, 'attachments'>): Attachment[] => allFilesOf(email).slice(0, MOST)

export const documentsOf = (files: readonly Attachment[]): { name: string; sha256: string; mime: string }[] =>
  files.map(({ name, sha256, type }) => ({ name, sha256, mime: type }))

const mediaType = (type: string): string => (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream')

export const keep = async ({ evidence }: Pick<MailDeps, 'evidence'>, caseId: string, files: readonly Attachment[]) => {
  for (const { sha256, type, bytes } of files)
    await evidence.put({ caseId, sha256, type: mediaType(type), size: bytes.length }, bytes)
}

export const register = async (
  { store, now }: Pick<MailDeps, 'now'> & { store: Pick<MailDeps['store'], 'registerDocument'> },
  caseId: string,
  files: readonly Attachment[],
): Promise<void> => {
  for (const { sha256, type, name, bytes } of files)
    await store.registerDocument({
      caseId,
      sha256,
      name,
      type: mediaType(type),
      size: bytes.length,
      status: 'stored',
      at: now(),
    })
}
