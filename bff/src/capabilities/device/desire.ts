import { deviceErrors } from '@liren/contract/capabilities/device'
import { valueFault } from '@liren/contract/thing/value'
import {
  desire,
  isRefusal,
  readShadow,
  releasedModels,
  type Scalar,
  type Shadow,
  sendCommand,
  type Values,
} from '../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { refuseUnlessPermitted } from './access.ts'
import { refusalOf } from './commands.ts'
import { isOfOneHome } from './home.ts'
import { findDevice } from './read.ts'
import type { Writer } from './write.ts'

/** Wishes for a device: kept in its shadow until they come true, and sent by the services that set them. */
export async function desireValues(
  kernel: Kernel,
  id: string,
  body: { values: Readonly<Record<string, Scalar | null>>; version: number },
  writer: Writer,
): Promise<{ shadow: ReturnType<typeof presentShadow>; commands: string[] }> {
  const { scope, tx, now, principal } = writer
  const device = await findDevice(kernel, scope, id, tx)
  await refuseUnlessPermitted(kernel, device.id, writer)
  const model = device.product_id === null ? undefined : (await releasedModels(kernel, [device.product_id], tx)).get(device.product_id)
  const orders = new Map<string, Record<string, Scalar>>()
  for (const [name, value] of Object.entries(body.values)) {
    const property = model?.properties.find((one) => one.code === name && one.access !== 'read')
    if (!property?.by) throw refuseWith(deviceErrors, 'device.no-property', { details: { property: name } })
    if (value === null) continue
    const fault = valueFault(property, value)
    if (fault) throw refuseWith(deviceErrors, 'device.values-unfit', { faults: [{ path: `body.values.${name}`, ...fault }] })
    orders.set(property.by, { ...orders.get(property.by), [name]: value })
  }
  for (const name of orders.keys())
    if (model?.services.find((service) => service.code === name)?.isDangerous) throw refuseWith(deviceErrors, 'device.dangerous')
  if (!(await desire(kernel, id, body.values, body.version, now, tx))) throw refuse('stale')
  const commands: string[] = []
  for (const [name, values] of orders) {
    const asker = { kind: 'user' as const, id: principal.id, name: principal.name }
    const sent = await sendCommand(kernel, { deviceId: id, order: { name, values }, asker }, now, tx)
    if (isRefusal(sent)) throw refusalOf(sent)
    commands.push(sent.id)
  }
  return { shadow: presentShadow(await readShadow(kernel, id, tx), isOfOneHome(device)), commands }
}

const heldOf = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, { v, at }]) => [name, { v, at: new Date(at).toISOString() }]))

export const presentShadow = (shadow: Shadow, isWithheld = false) => ({
  ...{ reported: isWithheld ? {} : heldOf(shadow.reported), reportedVersion: shadow.reportedVersion },
  ...{ desired: heldOf(shadow.desired), desiredVersion: shadow.desiredVersion },
})
