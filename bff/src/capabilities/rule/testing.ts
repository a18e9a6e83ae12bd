import type { Message } from '@liren/contract/capabilities/message'
import type { Firing, Rule, RuleContent } from '@liren/contract/capabilities/rule'
import type { DeviceCommand } from '@liren/contract/device-commands'
import type { TestApp } from '../../../test/app.ts'
import type { Village } from '../../../test/village.ts'
import { hasCommands } from '../../engines/thing/index.ts'
import { body, openScene, playBridge } from '../device/testing.ts'

/** Devices that speak through a bridge that the test plays, and rules of the manager of the estate. */
export async function openRules(app: TestApp, village: Village, bridgeCode = 'rule-bridge') {
  const scene = await openScene(app, village)
  const bridge = await playBridge(app, scene.admin, bridgeCode)
  const manager = village.tokens.manager
  let commandsAfter = 0
  const write = (more: object = {}) => ({ name: '测试规则', placeId: village.estate.id, isEnabled: true, ...more })

  /** Registered, running, and known to this bridge since its first word. */
  const device = async (code: string, product: string, more: object = {}) => {
    const made = await scene.made({ code, name: `${code}号`, productId: scene.product(product), ...more })
    await app.kernel.store.run("UPDATE devices SET stage = 'active' WHERE id = ?", [made.id])
    await bridge.tell(bridge.event(code, 'device.online'))
    await app.work()
    return made
  }
  const say = async (code: string, type: string, values: object = {}, at = app.clock.now()) => {
    await bridge.tell(bridge.event(code, type, values, at))
    await app.work()
  }
  const post = <T = Rule>(path: string, given: object, token = manager) => app.call<T>('POST', `/api/rules${path}`, { token, body: given })
  const make = async (content: RuleContent, more: object = {}): Promise<Rule> => body(await post('', write({ content, ...more })), 201)
  const read = async (id: string) => body(await app.call<Rule>('GET', `/api/rules/${id}`, { token: manager }))
  const turn = async (rule: Rule, isEnabled: boolean) =>
    body(await post(`/${rule.id}/turn`, { isEnabled, version: (await read(rule.id)).version }))
  const firings = async (rule: Rule) =>
    body(await app.call<{ items: Firing[] }>('GET', `/api/rules/firings?ruleId=${rule.id}&limit=100`, { token: manager })).items
  /** What the bridge is given to do since it asked last. */
  const commands = async () => {
    const [own] = await app.kernel.store.rows<{ id: string }>('SELECT id FROM bridges WHERE code = ?', [bridgeCode])
    // A question without an answer would be held open until the clock moves.
    if (!(await hasCommands(app.kernel, own?.id ?? '', commandsAfter, app.clock.now()))) return []
    const answer = body(await bridge.ask<{ commands: DeviceCommand[] }>('commands', { after: commandsAfter })).commands
    commandsAfter = Math.max(commandsAfter, ...answer.map((command) => command.sequence))
    return answer.map(({ device: code, name, values }) => ({ device: code, name, values }))
  }
  const letters = async (token: string) =>
    body(await app.call<{ items: Message[] }>('GET', '/api/messages?limit=100', { token })).items.map((letter) => letter.title.zh)
  return { scene, bridge, device, say, post, write, make, read, turn, firings, commands, letters }
}
