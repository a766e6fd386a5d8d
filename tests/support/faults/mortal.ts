/** A port of a process that may die before and after any call to it. */

/** Every call may be the last one of the process, just before or just after it took effect. */
export const mortal = <T extends Record<string, unknown>>(port: T, dies: () => boolean): T =>
  new Proxy(port, {
    get:
      (target, name) =>
      async (...given: unknown[]) => {
        if (dies()) throw new Error(`died before ${String(name)}`)
        const answer = await (target[name as keyof T] as (...all: unknown[]) => Promise<unknown>)(...given)
        if (dies()) throw new Error(`died after ${String(name)}`)
        return answer
      },
  })
