/** The mails about a complaint's clocks. Nothing personal: subjects and bodies stand in mailboxes. */
import type { Words } from '../../core/workflow.ts'

export const words = {
  ackDue: {
    subject: 'Acknowledge complaint {ref} by {due}',
    body: 'A complaint has come in and is to be acknowledged by {due} ({late}). The letter sets out each point, which of them are ours, and what the resident wants.{adjusted}',
    act: 'Send the acknowledgement by {due}.',
  },
  ackToday: {
    subject: 'Acknowledge complaint {ref} today',
    body: 'This complaint is not acknowledged. Today is the last day for it.{adjusted}',
    act: 'Send the acknowledgement today.',
  },
  ackLate: {
    subject: 'Acknowledgement of complaint {ref}',
    body: 'This complaint has not been acknowledged. It was due on {due} and is {late}. The Code gives five working days from receipt, and nothing stops this clock.{adjusted}',
    act: 'Send the acknowledgement now; the response counts from the day it is sent.',
  },
  responseDue: {
    subject: 'Response to complaint {ref} due',
    body: 'This complaint is to be answered by {due} ({late}). Every point needs a finding with its reason, and somebody else must check the draft.{waiting}{adjusted}',
    act: 'Have the response sent by {due}.',
  },
  extendOrRespond: {
    subject: 'Extend or respond: complaint {ref}, due',
    body: 'This complaint is not answered, and its answer is due by {due} ({late}). An extension is only possible before then, with a reason, a new date and the Ombudsman’s details in a letter to the resident.{waiting}{adjusted}',
    act: 'Decide now: respond by {due}, or send the extension before it.',
  },
  responseToday: {
    subject: 'Response to complaint {ref} due today',
    body: 'This complaint is not answered. Today is the last day to respond, and the last day to extend.{waiting}{adjusted}',
    act: 'Send the response or the extension today.',
  },
  responseLate: {
    subject: 'Response to complaint {ref}',
    body: 'This complaint has not been answered. The response was due on {due} and is {late}. It cannot be extended any more.{waiting}{adjusted}',
    act: 'Have the response sent, and keep the resident told at the interval agreed.',
  },
  responseStillLate: {
    subject: 'Still not put right: response to complaint {ref}',
    body: 'This complaint has not been answered. The response was due on {due} and is {late}, and was told to the people before you.{waiting}{adjusted}',
    act: 'Decide who answers it and by when.',
  },
  beyond: {
    subject: 'Response to complaint {ref} promised by {due}',
    body: 'This date goes beyond the Code and counts as out of time; it was told to the resident.',
    act: 'Respond by {due}.',
  },
  updateToday: {
    subject: 'Update on complaint {ref} due today',
    body: 'The resident was told that news of their complaint would come by today.{adjusted}',
    act: 'Send the update today, even if there is little to say.',
  },
  updateLate: {
    subject: 'Update on complaint {ref}',
    body: 'The resident was told that news of their complaint would come by {due}. It has not, and is {late}.{adjusted}',
    act: 'Send the update now.',
  },
  promiseMissed: {
    subject: 'Promise missed: complaint {ref}',
    body: 'Something promised in the answer is not verified done. The complaint stays open until it is.',
    act: 'Get it done, tell the resident, and have it verified.',
  },
  learningDue: {
    subject: 'Learning from complaint {ref} due',
    body: 'What failed, why, and what will be better; that there is nothing to learn is an answer with a reason.',
    act: 'Record the learning.',
  },
  reply: {
    subject: 'A message on complaint {ref} waits for an answer',
    body: 'If it says that they are not satisfied with the answer, it is a request for stage 2: no reason and no form is needed.',
    act: 'Read it, then record stage 2, a new complaint, or your answer.',
  },
  adjustmentReview: {
    subject: 'Review the reasonable adjustments on complaint {ref}',
    body: 'They are to be kept under active review.',
    act: 'Ask whether they still fit, and record it.',
  },
  withOmbudsman: {
    subject: 'Complaint {ref} is with the Ombudsman',
    body: 'It stays open until the Ombudsman’s case is closed and its orders are done.',
    act: 'Look where it stands.',
  },
  correctionDue: {
    subject: 'Corrected response to complaint {ref} due',
    body: 'It was reopened to correct an error. The date of the first response stands.',
    act: 'Send the corrected response.',
  },
  closedByQuiet: {
    subject: 'Complaint {ref} closed: no word after the answer',
    body: 'Nothing is owed. The resident may still ask for stage 2, in any words.',
    act: 'Nothing to do.',
  },
  requestDue: {
    subject: 'Service request {ref} due',
    body: 'If the resident is dissatisfied, it is a complaint, even while the work goes on.',
    act: 'Get it done and tell the resident, or record their dissatisfaction.',
  },
  enquiryDue: {
    subject: 'Enquiry {ref} due',
    body: 'If it expresses dissatisfaction for a resident, it is a complaint.',
    act: 'Answer it.',
  },
  bounced: {
    subject: 'A letter on complaint {ref} came back',
    body: 'It counts as not sent. No clock stopped.{adjusted}',
    act: 'Send it another way.',
  },
  mergeDeclined: {
    subject: 'Complaint {ref} was not merged',
    body: 'The other complaint is by somebody else. Complaints of two residents never merge.{adjusted}',
    act: 'Go on with this one, or ask again with the right number.',
  },
} satisfies Record<string, Words>
