import { packageEndpoints } from '../firmware/packages.ts'
import { rolloutEndpoints } from '../firmware/rollouts.ts'
import { capability } from '../kernel/capability.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'

export { type FirmwarePackage, firmwarePackageSchema, maxFirmwareBytes, packageErrors } from '../firmware/packages.ts'
export {
  type FirmwareRunning,
  mostTargets,
  type Rollout,
  type RolloutTarget,
  rolloutActions,
  rolloutErrors,
  rolloutSchema,
  rolloutTargetSchema,
} from '../firmware/rollouts.ts'
export {
  firmwareProtocols,
  type RolloutState,
  rolloutStates,
  rolloutStateTexts,
  type TargetCause,
  type TargetState,
  targetCauses,
  targetCauseTexts,
  targetStates,
  targetStateTexts,
} from '../firmware/states.ts'

export const firmwareEndpoints = { ...packageEndpoints, ...rolloutEndpoints } as const

/** What devices run, what they shall run, and how they come to it. */
export const firmware = capability({
  name: 'firmware',
  text: text('固件升级', 'Firmware'),
  endpoints: firmwareEndpoints,
  permissions: [
    permission('firmware.read', '查看固件与升级任务', 'See packages, versions and roll-outs', ['admin']),
    permission('firmware.keep', '发布与撤回固件包', 'Release and withdraw packages', ['admin']),
    permission('firmware.roll', '升级设备固件', 'Roll packages out to devices', ['admin']),
  ],
  events: ['firmware.changed'],
})
