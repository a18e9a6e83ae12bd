import type { DeviceMessage } from '@liren/contract/capabilities/subscription'
import { gradeOfValue } from '@liren/contract/device-events/grades'
import { letOut, type Target } from '../../kernel/egress/egress.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

type Values = Readonly<Record<string, unknown>>
const subject = 'device-message'

/** Messages of devices without the values that their receiver is not cleared for. */
export async function messagesFor(
  kernel: Kernel,
  target: Target,
  messages: readonly DeviceMessage[],
  placePath: string,
  tx: Tx,
): Promise<DeviceMessage[]> {
  const names = new Map(
    messages.flatMap(({ type, values }) => Object.keys(values).map((name) => [`${type}.${name}`, gradeOfValue(type, name)])),
  )
  const fields = [...names].map(([name, grade]) => ({ name, grade }))
  const allowed = await letOut(kernel, { target, subject, placePath, fields }, tx)
  return messages.map((message) => ({ ...message, values: only(message.values, (name) => allowed.has(`${message.type}.${name}`)) }))
}

/** What a parcel carries, looked through: the messages of a subscription, or the values that set off a rule. */
export async function contentFor(kernel: Kernel, target: Target, content: Values, placePath: string, tx: Tx): Promise<Values> {
  if (Array.isArray(content.messages))
    return { ...content, messages: await messagesFor(kernel, target, content.messages as DeviceMessage[], placePath, tx) }
  const { values } = content
  if (typeof values !== 'object' || values === null) return content
  const fields = Object.keys(values).map((name) => ({ name, grade: gradeOfValue('', name) }))
  const allowed = await letOut(kernel, { target, subject, placePath, fields }, tx)
  return { ...content, values: only(values as Values, (name) => allowed.has(name)) }
}

const only = (values: Values, isAllowed: (name: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isAllowed(name)))
