/** A gas check through the deployed system, from its import to its acceptance. */
import { spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { addMonths, dayOf, fromEpoch } from '../../shared/core/time.ts'
import type { Doors } from './doors.ts'
import { holds, mails, step, until } from './emulator.ts'

const today = dayOf(fromEpoch(Date.now()))

export const atTheDoor = ({ base, bearer, staff, callback }: Doors): Promise<void> =>
  step('nobody comes in without a token, a scope or a signature', async () => {
    holds((await fetch(`${base}/cases`)).status === 401, 'no token: 401')
    const scopeless = bearer(['administrator'], 'openid')
    holds((await staff('/cases', undefined, undefined, scopeless)).status === 403, 'no scope: 403')
    holds((await callback(undefined, 'unsafe.found', {})).status === 401, 'no signature: 401')
  })

export const imported = ({ staff }: Doors): Promise<void> =>
  step('people, homes and obligations are imported', async () => {
    const files = {
      people:
        'email,name,roles\nasha@northmere.example,Asha Patel,complianceManager headOfService\nadmin@northmere.example,Sam Okafor,administrator',
      assets: 'assetId,type,address,postcode,ownership\nH1,dwelling,12 Mill Lane,NM1 4AA,owned',
      obligations: `assetId,workflow,applicability,lastDoneOn,dueOn,contractorId\nH1,gas,required,${addMonths(today, -11)},${addMonths(today, 1)},sureheat`,
    }
    for (const [kind, csv] of Object.entries(files)) {
      const { status, text, body } = await staff(`/imports/${kind}`, csv, 'text/csv')
      holds(status < 300 && (body?.rejected ?? []).length === 0, text)
    }
  })

export const foundUnsafe = async ({ callback }: Doors, secret: string, group: string): Promise<void> => {
  await step('the contractor finds it immediately dangerous: signed callback, committed', async () => {
    const data = { code: 'ID', actionTaken: 'Isolated at the meter', isolated: true, warningNotice: 'WN-1' }
    const { status, text } = await callback(secret, 'unsafe.found', data)
    holds(status === 202, text)
  })
  await step('stream → notify → SES: the people accountable are told at once, on any day', () =>
    until('the mail', () => mails('asha@northmere.example')),
  )
  await step('stream → follow → Scheduler: the remedial action has its wake', () =>
    until('a schedule', async () => {
      const { Schedules } = await new SchedulerClient().send(new ListSchedulesCommand({ GroupName: group }))
      return Schedules?.[0]?.Name
    }),
  )
}

export const accepted = async ({ staff, bearer, callback }: Doors, secret: string): Promise<void> => {
  const state = async () => (await staff('/cases/gas:H1')).body?.case.state
  await step('the certificate comes in and is reviewed by somebody else: the check is done', async () => {
    const bytes = Buffer.from(`a record of ${randomUUID()}`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const document = { name: 'LGSR-H1.pdf', sha256, mime: 'application/pdf', base64: bytes.toString('base64') }
    const engineer = { name: 'Priya Shah', regNo: '1234567', businessRegNo: '654321' }
    const data = { document, engineer, checkedOn: today, result: 'SATISFACTORY' }
    const sent = await callback(secret, 'certificate.submitted', data)
    holds(sent.status === 202, sent.text)
    holds((await state()) === 'evidence_review', await state())
    const event = JSON.stringify({ id: randomUUID(), type: 'certificate.accepted', data: {} })
    const officer = bearer(['complianceOfficer'])
    const taken = await staff('/cases/gas:H1/events', event, 'application/json', officer)
    holds(taken.status === 200 && (await state()) === 'copy_due', taken.text)
  })
}

export const verified = ({ staff }: Doors): Promise<void> =>
  step('the export verifies', async () => {
    const { text: input } = await staff('/export')
    const verify = ['scripts/verify.ts', '-']
    const { status, stdout, stderr } = spawnSync(process.execPath, verify, { input, encoding: 'utf8' })
    holds(status === 0, stderr)
    console.log(`     ${stdout.trim()}`)
  })

export const stillThere = async ({ staff }: Doors, what: string): Promise<void> =>
  step(what, async () => {
    const { status, body } = await staff('/cases/gas:H1')
    holds(status === 200 && body.case.state === 'copy_due', body)
  })
