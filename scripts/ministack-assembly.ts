/** Takes out of a synthesised assembly what MiniStack does not know, and says what that was. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** MiniStack 1.4 has no rules for received mail, and does not know the flag that protects a stack from deletion. */
const unknownTypes = ['AWS::SES::ReceiptRuleSet', 'AWS::SES::ReceiptRule']

type Template = {
  Resources: Record<string, { Type: string; DependsOn?: string[] | string }>
  Outputs?: Record<string, unknown>
}

const rewrite = <T>(file: string, change: (content: T) => void): void => {
  const content = JSON.parse(readFileSync(file, 'utf8')) as T
  change(content)
  writeFileSync(file, JSON.stringify(content))
}

/** Logical ids that were taken out. */
export const fitToMiniStack = (folder: string): string[] => {
  const gone: string[] = []
  for (const name of readdirSync(folder).filter(file => file.endsWith('.template.json')))
    rewrite<Template>(join(folder, name), ({ Resources }) => {
      for (const [id, { Type }] of Object.entries(Resources))
        if (unknownTypes.includes(Type)) {
          delete Resources[id]
          gone.push(`${Type} ${id}`)
        }
    })
  type Manifest = { artifacts: Record<string, { properties?: { terminationProtection?: boolean } }> }
  rewrite<Manifest>(join(folder, 'manifest.json'), ({ artifacts }) => {
    for (const { properties } of Object.values(artifacts)) if (properties) delete properties.terminationProtection
  })
  return gone
}
