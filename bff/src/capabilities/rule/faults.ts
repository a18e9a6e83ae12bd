import { text } from '@liren/contract'
import type { RuleContent, Selector, Target } from '@liren/contract/capabilities/rule'
import type { Parameter } from '@liren/contract/thing/model'
import { parameterFaults, type ValueFault } from '@liren/contract/thing/value'
import type { Principal } from '../../kernel/http/route.ts'
import type { KnownProduct, Named } from './world.ts'

const unknownDevice = text('规则范围内没有这台设备', 'There is no such device at the place of the rule')
const unknownWord = text('所选设备的物模型中没有这一项', 'The models of these devices have no such word')
const neverTold = new Set(['device.online', 'device.offline', 'device.fault', 'device.recovered', 'device.battery', 'device.tampered'])
const ordered = new Set(['above', 'at-least', 'below', 'at-most'])

interface Where {
  readonly placePath: string
  readonly principal: Principal
  readonly named: Named
}

/** Everything that is wrong with a rule, all at once. */
export function ruleFaults(content: RuleContent, { placePath, principal, named }: Where): ValueFault[] {
  const faults: ValueFault[] = []
  const say = (path: string, said: { zh: string; en: string }) => void faults.push({ path: `body.content.${path}`, ...said })
  const isHere = (id: string) => named.devices.get(id)?.placePath.startsWith(placePath) === true
  const productsOf = (of: Selector | { by: 'near'; kind: string }): readonly KnownProduct[] => {
    if (of.by === 'device') return named.products.filter((one) => of.ids.some((id) => named.devices.get(id)?.productId === one.id))
    if (of.by === 'product') return named.products.filter((one) => one.id === of.productId)
    return named.products.filter((one) => one.kind === of.kind)
  }
  const property = (products: readonly KnownProduct[], code: string): Parameter | undefined =>
    products.flatMap((one) => one.model.properties).find((one) => one.code === code || code.startsWith(`${one.code}.`))
  const compared = (path: string, found: Parameter | undefined, is: string, value: unknown) => {
    if (!found) return say(`${path}.property`, unknownWord)
    if (ordered.has(is) && typeof value !== 'number')
      say(`${path}.value`, text('比较大小须填数字', 'A number is needed for this comparison'))
    else if (found.type === 'boolean' && typeof value !== 'boolean') say(`${path}.value`, text('应为是或否', 'Expected yes or no'))
    else if (found.type === 'enum' && !found.options?.some((option) => option.value === value))
      say(`${path}.value`, text('不在可选范围内', 'Not one of the options'))
  }

  const causes: KnownProduct[] = []
  for (const [index, when] of content.when.entries()) {
    const at = `when.${index}`
    if (when.kind === 'stream') {
      const stream = named.streams.get(when.streamId)
      if (stream?.is_removed !== 0 || stream.is_enabled !== 1 || !stream.place_path.startsWith(placePath))
        say(`${at}.streamId`, text('规则范围内没有启用的这项滚动统计', 'There is no such window in force at the place of the rule'))
      else if (stream.per === 'device') causes.push(...productsOf({ by: 'product', productId: stream.product_id }))
    }
    if (!('of' in when)) continue
    if (when.of.by === 'device' && !when.of.ids.every(isHere)) say(`${at}.of`, unknownDevice)
    const products = productsOf(when.of)
    causes.push(...products)
    if (products.length === 0 && when.of.by !== 'device') say(`${at}.of`, text('没有这类设备', 'There are no such devices'))
    const tells = (type: string) =>
      neverTold.has(type) ||
      products.some(
        ({ model }) =>
          model.events.some((one) => one.code === type) ||
          model.properties.some((one) => one.from?.event === type || one.when?.some((other) => other.event === type)),
      )
    if (when.kind === 'event' && !tells(when.type)) say(`${at}.type`, unknownWord)
    if (when.kind === 'property') compared(at, property(products, when.property), when.is, when.value)
    if (when.kind === 'changed' && !property(products, when.property)) say(`${at}.property`, unknownWord)
    if (when.kind === 'window') {
      if ((when.property === undefined) === (when.type === undefined))
        say(at, text('请选择一个属性或一个事件', 'Choose one property or one event'))
      else if (when.property !== undefined && !property(products, when.property)) say(`${at}.property`, unknownWord)
      else if (when.type !== undefined && (!tells(when.type) || when.take !== 'count'))
        say(`${at}.type`, text('事件只能按次数统计', 'Events can only be counted'))
    }
  }
  for (const [group, leaves] of content.given.entries())
    for (const [index, leaf] of leaves.entries()) {
      const at = `given.${group}.${index}`
      if ((leaf.kind === 'property' || leaf.kind === 'presence') && leaf.deviceId !== undefined && !isHere(leaf.deviceId))
        say(`${at}.deviceId`, unknownDevice)
      else if (leaf.kind === 'property')
        compared(
          at,
          property(leaf.deviceId === undefined ? causes : productsOf({ by: 'device', ids: [leaf.deviceId] }), leaf.property),
          leaf.is,
          leaf.value,
        )
      if (leaf.kind === 'place' && !named.places.has(leaf.placeId)) say(`${at}.placeId`, text('没有这个地点', 'There is no such place'))
    }
  const hasDevice = content.when.every(
    (when) => when.kind !== 'time' && (when.kind !== 'stream' || named.streams.get(when.streamId)?.per !== 'place'),
  )
  for (const [index, action] of content.actions.entries()) {
    const at = `actions.${index}`
    if (!hasDevice && (action.kind === 'alarm' || action.kind === 'case' || (action.kind === 'command' && action.to.by !== 'device')))
      say(
        at,
        text(
          '按时间或按整个地点统计触发的规则没有触发设备，请指定设备',
          'A rule by time, or by a window over a place, has no device that set it off; name one',
        ),
      )
    if (action.kind === 'escalate' && content.when.some((when) => when.kind !== 'alarm'))
      say(at, text('仅由告警触发的规则可以升级告警', 'Only a rule that an alarm sets off can tell it upwards'))
    if (action.kind === 'message' && action.to === 'users' && (action.userIds ?? []).length === 0)
      say(`${at}.userIds`, text('请选择通知的人员', 'Choose whom to tell'))
    if (action.kind === 'webhook' && !placePath.startsWith(named.hooks.get(action.hookId)?.placePath ?? 'nowhere'))
      say(`${at}.hookId`, text('没有这个推送地址', 'There is no such address'))
    if (action.kind !== 'command') continue
    if (action.to.by === 'device' && !action.to.ids.every(isHere)) say(`${at}.to`, unknownDevice)
    const services = targetProducts(action.to, causes, productsOf)
      .flatMap((one) => one.model.services)
      .filter((one) => one.code === action.order.name)
    const [service] = services
    if (!service) say(`${at}.order.name`, unknownWord)
    else {
      faults.push(...parameterFaults(service.params, action.order.values, `body.content.${at}.order.values`))
      const needed = services.some((one) => one.isDangerous) ? 'device.command-dangerous' : 'device.command'
      const mayCommand = principal.grants.some((grant) => grant.permission === needed && placePath.startsWith(grant.placePath))
      if (!mayCommand) say(`${at}.order.name`, text('您没有在此下发该指令的权限', 'You may not send this command here'))
    }
  }
  return faults
}

const targetProducts = (
  to: Target,
  causes: readonly KnownProduct[],
  productsOf: (of: Selector | { by: 'near'; kind: string }) => readonly KnownProduct[],
): readonly KnownProduct[] => (to.by === 'cause' ? causes : productsOf(to.by === 'near' ? { by: 'near', kind: to.kind } : to))
