import { text } from '@liren/contract'
import { passage as contract } from '@liren/contract/capabilities/passage'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { normalisePlate } from '../../kernel/crypto/normalise.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { allowFileReads } from '../file/read.ts'
import { wakeBarriers } from './admission.ts'
import { gatesById } from './gates.ts'
import { forgetPassages } from './keeping.ts'
import { passageData } from './personal.ts'
import { passageRoutes } from './routes.ts'
import { boundAt, credentialAt, plateAt, presencePlateAt, watchPlateAt } from './row.ts'
import { recordDevices } from './take.ts'
import { normaliseCredential } from './who.ts'

const plates = { blindColumn: 'plate_index', normalise: normalisePlate }
const credentials = { blindColumn: 'credential_index', normalise: normaliseCredential }

/** Who went through which gate, when, and by what: written from what gates say, never by hand. */
export const passage: CapabilityFactory = (kernel) => {
  // Pictures of a gate are open to whoever sees its passages.
  allowFileReads(kernel, 'gate-photo', async (principal, gateId) => {
    const gate = await kernel.store.tx(async (tx) => (await gatesById(kernel, [gateId], tx)).get(gateId))
    return gate !== undefined && scopeWith(principal, 'passage.read', 'place').places.some((path) => gate.placePath.startsWith(path))
  })
  return {
    contract,
    routes: passageRoutes(kernel),
    consumers: [recordDevices(kernel), wakeBarriers(kernel)],
    personal: [passageData(kernel)],
    sealed: [
      { ...plateAt, ...plates },
      { ...presencePlateAt, ...plates },
      { ...watchPlateAt, ...plates },
      { ...credentialAt, ...credentials },
      { ...boundAt, ...credentials },
    ],
    placedTables: ['plate_watches', 'presences', 'admission_rules'],
    references: [
      { text: text('出入口方向', 'Directions of gates'), table: 'passage_gates', column: 'device_id', archives: ['device'] },
      {
        ...{ text: text('通行凭证', 'Credentials'), table: 'passage_credentials', column: 'person_id', archives: ['person'] },
        isVersioned: true,
      },
    ],
    jobs: [
      {
        kind: 'passage.forget',
        text: { zh: '清理超过保存期的通行记录', en: 'Let go of passages that were kept long enough' },
        daily: '03:50',
        run: async () => {
          await forgetPassages(kernel)
        },
      },
    ],
  }
}
