/** A DynamoDB left by a run that was killed still holds the tables' file: it is ended before the next one starts. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

export const notePid = (file: string, pid: number | undefined): void => {
  if (pid !== undefined) writeFileSync(file, String(pid))
}

export const forgetPid = (file: string): void => rmSync(file, { force: true })

/** Ends the noted process if it still runs, and its command line has `sign` in it: the number may be another's by now. */
export const endOrphan = async (file: string, sign: string): Promise<void> => {
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8'))
  if (Number.isInteger(pid) && pid > 1 && commandOf(pid).includes(sign)) {
    process.kill(pid, 'SIGKILL')
    for (let waited = 0; waited < 3000 && commandOf(pid).includes(sign); waited += 20) await pause(20)
  }
  forgetPid(file)
}

/** Empty when there is no such process (or no way to look, as on Windows). */
export const commandOf = (pid: number): string => {
  if (existsSync(`/proc/${pid}/cmdline`)) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}
