/** Every route of staff. One list serves the router and the description. */
import type { AnyRoute } from '../../shared/http/route.ts'
import type { Deps } from './ports.ts'
import { evidenceOf } from './routes/bundle.ts'
import { listCases, oneCase } from './routes/cases.ts'
import { getDataQuality } from './routes/data-quality.ts'
import { openapi } from './routes/description.ts'
import { getDocument, postDocument } from './routes/documents.ts'
import { listDuplicates } from './routes/duplicates.ts'
import { postEvent } from './routes/events.ts'
import { exportAll, exportCase } from './routes/export.ts'
import { canaryHealth, health } from './routes/health.ts'
import { getIntake } from './routes/intake.ts'
import { getLetter, listLetters, postLetter } from './routes/letters.ts'
import { lookAhead } from './routes/look-ahead.ts'
import { postNarrative } from './routes/narratives.ts'
import { openCase } from './routes/open-case.ts'
import { listOrders, ordersOfCase, replayOrder } from './routes/orders.ts'
import { getOriginal, postReplay } from './routes/original.ts'
import { postAbsence, postLeave, postReachable } from './routes/people.ts'
import { adoptPolicy, oneRegime, previewPolicy } from './routes/policy.ts'
import { position } from './routes/position.ts'
import { postReconcile } from './routes/reconcile.ts'
import { listRefused, replayRefused } from './routes/refused.ts'
import { report } from './routes/reports.ts'
import { listErasures, postErasure, postPersonErasure } from './routes/retention/erasures.ts'
import { listHolds, postHold, releaseHold } from './routes/retention/holds.ts'
import { getRetention } from './routes/retention/past.ts'
import { listWorkflows, oneWorkflow } from './routes/workflows.ts'

const all: readonly ((deps: Deps) => AnyRoute)[] = [
  health,
  canaryHealth,
  openapi,
  listWorkflows,
  oneWorkflow,
  openCase,
  listCases,
  oneCase,
  postEvent,
  postDocument,
  getDocument,
  listDuplicates,
  postErasure,
  listLetters,
  getLetter,
  postLetter,
  exportCase,
  evidenceOf,
  getOriginal,
  postReplay,
  getIntake,
  listRefused,
  replayRefused,
  listOrders,
  ordersOfCase,
  replayOrder,
  postReconcile,
  postLeave,
  postAbsence,
  postReachable,
  postPersonErasure,
  position,
  lookAhead,
  getDataQuality,
  getRetention,
  listErasures,
  listHolds,
  postHold,
  releaseHold,
  previewPolicy,
  adoptPolicy,
  oneRegime,
  report,
  postNarrative,
  exportAll,
]

export const apiRoutes = (deps: Deps): AnyRoute[] => all.map(make => make(deps))
