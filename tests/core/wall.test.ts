/** The wall around the core is shown to fire: lint refuses what would let a clock, chance or I/O in. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')
const folder = mkdtempSync(join(tmpdir(), 'wall-'))
const root = new URL('../../', import.meta.url)
const { vcs: _, ...config } = JSON.parse(readFileSync(new URL('biome.json', root), 'utf8'))
cpSync(new URL('scripts/lint', root), join(folder, 'scripts/lint'), { recursive: true })
writeFileSync(join(folder, 'biome.json'), JSON.stringify(config))
afterAll(() => rmSync(folder, { recursive: true }))

const lint = (path: string, code: string): string => {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, code)
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', path], {
    cwd: folder,
    encoding: 'utf8',
  })
  return status === 0 ? 'clean' : stdout + stderr
}

it.each([
  ['export const now = () => Date.now()\n', 'noRestrictedGlobals'],
  ['export const dice = () => Math.random()\n', 'no randomness'],
  ["import { readFileSync } from 'node:fs'\nexport const read = () => readFileSync('x')\n", 'noNodejsModules'],
  ["import { dynamoStore } from '../store/dynamo.ts'\nexport const s = dynamoStore\n", 'noRestrictedImports'],
  ["import { z } from 'zod'\nexport const s = z.string()\n", 'noRestrictedImports'],
  ["export const region = process.env['AWS_REGION']\n", 'noRestrictedGlobals'],
])('refuses %j in the core', (code, rule) => {
  expect(lint('shared/core/wall.ts', code)).toContain(rule)
})

it('lets the same through where I/O belongs', () => {
  expect(lint('shared/effects/door.ts', 'export const now = () => Date.now()\n')).toBe('clean')
})
