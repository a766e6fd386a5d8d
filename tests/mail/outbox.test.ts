import { memoryOutbox } from '../support/outbox.ts'
import { outboxContract } from '../support/outbox-contract.ts'

outboxContract('in memory', async () => {
  const { outbox, owe } = memoryOutbox()
  return { outbox, owe: async (...owed) => void owe(...owed) }
})
