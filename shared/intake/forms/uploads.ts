/** Files that came with a form: documents of the case that it opens, by their hash. */
import { mediaType } from '../../http/body.ts'
import { documentsOf, fileOf, filesOf, keep, register } from '../email/files.ts'
import type { Attachment } from '../email/read.ts'
import type { Uploads } from './handle.ts'

type Deps = Parameters<typeof keep>[0] & Parameters<typeof register>[0]

export const uploadsOf = (deps: Deps, files: readonly Attachment[]): Uploads => ({
  documents: documentsOf(files),
  keep: caseId => keep(deps, caseId, files),
  register: caseId => register(deps, caseId, files),
})

/** The files of a form that was sent in parts; none of a body that is no such form, or cannot be read as one. */
export const filesIn = async (raw: Uint8Array, contentType: string | undefined): Promise<Attachment[]> => {
  if (mediaType(contentType) !== 'multipart/form-data') return []
  const form = await new Response(Buffer.from(raw), { headers: { 'content-type': contentType ?? '' } })
    .formData()
    .catch(() => undefined)
  const files = [...(form?.values() ?? [])].filter(value => typeof value !== 'string')
  const attachments = await Promise.all(
    files.map(async file => fileOf(file.name, file.type, Buffer.from(await file.arrayBuffer()))),
  )
  return filesOf({ attachments })
}
