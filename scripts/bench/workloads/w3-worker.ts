/**
 * A process of the crash form of W3, to be killed: it ticks until nothing is owed any more, and says each case that it
 * fired and each mail that it was answered for. Arguments: the database, the sink of mails, and what time it is.
 */
import { createHandler } from '../../../functions/tick/handler.ts'
import { sweep } from '../../../shared/mail/sweep.ts'
import { nextContacts } from '../../../shared/mail/undelivered.ts'
import { callAt, rig, sesAt } from '../rig.ts'

const [, , database = '', sink = '', moment = ''] = process.argv
const say = (word: string): void => void process.stdout.write(`${word}\n`)
const saying =
  <Asked, Answer>(word: string, work: (asked: Asked) => Promise<Answer>) =>
  async (asked: Asked): Promise<Answer> => {
    const answer = await work(asked)
    say(word)
    return answer
  }

const r = rig({ call: callAt(database) }, moment)
const desk = r.desk(sesAt(sink))
const tick = createHandler({
  ...r,
  apply: { ...r.apply, fire: saying('fired', r.apply.fire) },
  sweepMail: () => sweep({ ...desk, mail: { send: saying('sent', desk.mail.send) } }, 140),
  nextContacts: () => nextContacts(r.store, r.clock.now),
  left: () => 600_000,
  fault: (name, error) => {
    throw new Error(`${name}: ${String(error)}`)
  },
  heartbeat: () => {},
})

say('ready')
for (;;) {
  const { fired, notices, digests } = await tick()
  if (fired + notices + digests === 0) break
}
say('rest')
process.exit(0)
