import { openSeconds, sureFrom, type WasteKind, wasteKindTexts } from '@liren/contract/capabilities/waste'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { deviceById, isRefusal, sendCommand, type ToldEvent, wakeBridge } from '../device/read.ts'
import { isWasteKind, numberOf } from './row.ts'

/** An answer that comes later than this finds nobody standing there. */
const answerWithinMs = 30_000

/**
 * Somebody stands before a bin: the right door opens for a while and shuts after the drop, the wrong one stays shut and a voice
 * says why. A bin of which nobody said what it takes opens for nothing.
 */
export async function answerAsked(kernel: Kernel, told: ToldEvent, kinds: readonly WasteKind[], tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  if (now - told.at > answerWithinMs) return
  const kind = isWasteKind(told.values.kind) ? told.values.kind : undefined
  const sure = numberOf(told.values.confidencePercent)
  const isSure = sure === null || sure >= sureFrom
  const order =
    kind !== undefined && isSure && kinds.includes(kind)
      ? { name: 'bin.open', values: { kind, seconds: openSeconds } }
      : { name: 'voice.play', values: { text: wordsFor(kind, isSure, kinds) } }
  await orderBin(kernel, told.deviceId, order, now, tx)
}

const misuses: Readonly<Record<string, string>> = {
  'wrong-kind': '投放的类别不对，请取出后按分类投放',
  'left-outside': '请勿将垃圾放在桶外，请分类投入桶内',
}

/** Whoever threw something away wrongly hears of it at once, while they still stand there. */
export async function warnMisuse(kernel: Kernel, told: ToldEvent, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  const words = misuses[String(told.values.kind)]
  if (words === undefined || now - told.at > answerWithinMs) return
  await orderBin(kernel, told.deviceId, { name: 'voice.play', values: { text: words } }, now, tx)
}

type Order = { readonly name: string; readonly values: Readonly<Record<string, unknown>> }

async function orderBin(kernel: Kernel, deviceId: string, order: Order, now: number, tx: Tx): Promise<void> {
  const asker = { kind: 'house', id: null, name: '垃圾分类' } as const
  const sent = await sendCommand(kernel, { deviceId, order, asker, ttlSeconds: 15 }, now, tx)
  if (isRefusal(sent)) return
  const bin = await deviceById(kernel, deviceId, tx)
  if (bin?.bridgeId) wakeBridge(kernel, bin.bridgeId, tx)
}

function wordsFor(kind: WasteKind | undefined, isSure: boolean, kinds: readonly WasteKind[]): string {
  if (kind === undefined || !isSure) return '没有认出是哪类垃圾，请在桶前选择类别'
  const taken = kinds.map((one) => wasteKindTexts[one].zh).join('、')
  return `这是${wasteKindTexts[kind].zh}，本桶${taken === '' ? '暂不开放' : `只收${taken}`}`
}
