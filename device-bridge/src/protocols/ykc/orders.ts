import { z } from '@liren/contract'
import type { CommandName } from '@liren/contract/device-commands'
import type { Clock } from '../../ports/ports.ts'
import { patience } from '../happenings.ts'
import type { Order, Step } from '../protocol.ts'
import type { Message } from './codec.ts'
import type { PileAddress } from './index.ts'
import type { Ledger } from './ledger.ts'
import { messages, type Type, type Values } from './messages.ts'
import { neverBegan, startRefusals, stopReason, stopRefusals } from './names.ts'
import { nextModel, priceListOf } from './prices.ts'
import type { Happened, Session } from './session.ts'
import { updateFrom } from './update.ts'
import { newTransaction } from './uplink.ts'

export const commands: readonly CommandName[] = [
  'charging.start',
  'charging.stop',
  'charging.limit',
  'charging.availability',
  'charging.prices',
  'charging.token-list',
  'device.reboot',
  'device.read',
  'device.set-clock',
  'device.message',
  'firmware.update',
]

const answerMs = 30_000
const startMs = 90_000
/** A gun that was not plugged in may be, and the pile says so later. */
const plugMs = 60_000
const charging = 3
/** The frames hold more, but the protocol says two hundred bytes. */
const cardsPerFrame = 11
const clearsPerFrame = 23

type Deps = { readonly clock: Clock; readonly ledger: Ledger; readonly happened: Happened }
type Ordered = Order<PileAddress>
type Told<T extends Type> = Values<T>

const failed = (reason: string): Step => ({ state: 'failed', reason })

/** Carries out what piles are asked to do; a good answer is only that the pile will try. */
export function createOrders(deps: Deps) {
  const { clock, ledger, happened } = deps

  const follow = (session: Session) => happened.follow((one) => (one.device === session.device ? one.message : undefined))

  /** One question and its answer of that type; undefined when none came. */
  const ask = <T extends Type, A extends Type>(session: Session, type: T, values: Values<T>, answer: A, signal: AbortSignal) =>
    session.inTurn(async (): Promise<Told<A> | undefined> => {
      const told = happened.follow((one) =>
        one.device === session.device && one.message.type === answer ? (one.message.values as unknown as Told<A>) : undefined,
      )
      const wait = patience(clock, answerMs, signal)
      try {
        session.write(type, values)
        return await told.next(wait.signal)
      } finally {
        told.stop()
        wait.release()
      }
    })

  async function* start(session: Session, { order, device, signal }: Ordered): AsyncIterable<Step> {
    if (order.name !== 'charging.start') return
    const { connector, token, limitWh, limitSeconds, limitFen, balanceFen } = order.values
    if (limitWh !== undefined || limitSeconds !== undefined) return yield failed('these piles know a limit of money only')
    if (connector < 1 || connector > 99) return yield failed('guns count from 1 to 99')
    if (order.values.transaction !== undefined && !/^\d{32}$/.test(order.values.transaction))
      return yield failed('the number of a charging has 32 digits')
    const transaction = order.values.transaction ?? (await newTransaction(deps, session.pile, connector))
    const card = /^\d{1,16}$/.test(token) ? token : '0'
    const money = Math.min(limitFen ?? Number.POSITIVE_INFINITY, balanceFen ?? limitFen ?? device.address.balanceFen)
    await ledger.put({ transaction, device: device.code, gun: connector, token, state: 'asked' })
    const told = follow(session)
    const startedAt = clock.elapsed()
    let wait = patience(clock, answerMs, signal)
    const until = (ms: number): void => {
      wait.release()
      wait = patience(clock, ms - (clock.elapsed() - startedAt), signal)
    }
    let silence = 'the pile did not answer'
    try {
      session.write(0x34, { transaction, pile: session.pile, gun: connector, logicalCard: card, card, balance: money / 100 })
      yield { state: 'sent' }
      for (;;) {
        const one = await told.next(wait.signal)
        if (!one) {
          if (!signal.aborted) yield failed(silence)
          return
        }
        if (!('transaction' in one.values) || one.values.transaction !== transaction) continue
        if (one.type === 0x33 && one.values.isStarted) {
          yield { state: 'accepted' }
          silence = 'the pile said yes and did not begin'
          until(startMs)
        } else if (one.type === 0x33) {
          silence = `the pile answered ${startRefusals[one.values.reason] ?? `reason ${one.values.reason}`}`
          if (one.values.reason !== 5) return yield failed(silence)
          until(plugMs)
        } else if (one.type === 0x13 && one.values.state === charging) return yield { state: 'done', values: { transaction } }
        else if (one.type === 0x3b && neverBegan(one.values.stopReason))
          return yield failed(`it did not begin: ${stopReason(one.values.stopReason)}`)
      }
    } finally {
      told.stop()
      wait.release()
    }
  }

  async function* stop(session: Session, { order, signal }: Ordered): AsyncIterable<Step> {
    if (order.name !== 'charging.stop') return
    const { connector, transaction } = order.values
    const gun = connector ?? (transaction === undefined ? undefined : ledger.find(session.device, transaction)?.gun)
    if (gun === undefined || gun < 1 || gun > 99) return yield failed('which gun, or a charging that is known, is needed')
    const told = follow(session)
    const wait = patience(clock, answerMs, signal)
    let isTaken = false
    try {
      session.write(0x36, { pile: session.pile, gun })
      yield { state: 'sent' }
      for (;;) {
        const one = await told.next(isTaken ? signal : wait.signal)
        if (!one) {
          if (!signal.aborted) yield failed('the pile did not answer')
          return
        }
        if (!('gun' in one.values) || one.values.gun !== gun) continue
        if (one.type === 0x35 && !one.values.isStopped)
          return yield failed(`the pile answered ${stopRefusals[one.values.reason] ?? `reason ${one.values.reason}`}`)
        if (one.type === 0x35) {
          isTaken = true
          yield { state: 'accepted' }
        } else if (one.type === 0x3b || (one.type === 0x13 && one.values.state !== charging)) return yield { state: 'done' }
      }
    } finally {
      told.stop()
      wait.release()
    }
  }

  /** Done at a yes. */
  async function* simple<T extends Type, A extends Type>(
    session: Session,
    signal: AbortSignal,
    [type, values]: readonly [T, Values<T>],
    answer: A,
    isYes: (told: Told<A>) => boolean,
    whenDone?: () => Promise<void>,
  ): AsyncIterable<Step> {
    yield { state: 'sent' }
    const told = await ask(session, type, values, answer, signal)
    if (!told) return yield failed('the pile did not answer')
    if (!isYes(told)) return yield failed('the pile refused')
    await whenDone?.()
    yield { state: 'done' }
  }

  async function* cards(session: Session, { order, device, signal }: Ordered): AsyncIterable<Step> {
    if (order.name !== 'charging.token-list') return
    const { isFull, tokens } = order.values
    if (tokens.some(({ token }) => !/^[0-9a-fA-F]{1,16}$/.test(token))) return yield failed('cards have up to 16 digits here')
    if (tokens.some(({ until }) => until !== undefined)) return yield failed('cards without an end only')
    const nameOf = (token: string): string => token.toUpperCase().padStart(16, '0')
    const wanted = tokens.filter(({ isAccepted }) => isAccepted).map(({ token }) => nameOf(token))
    const known = ledger.cards(device.code)
    const unwanted = tokens.filter(({ isAccepted }) => !isAccepted).map(({ token }) => nameOf(token))
    const gone = isFull ? [...known, ...unwanted].filter((card) => !wanted.includes(card)) : unwanted
    yield { state: 'sent' }
    for (let at = 0; at < gone.length; at += clearsPerFrame) {
      const some = gone.slice(at, at + clearsPerFrame).map((card) => ({ card }))
      if (!(await ask(session, 0x46, { pile: session.pile, cards: some }, 0x45, signal))) return yield failed('the pile did not answer')
    }
    for (let at = 0; at < wanted.length; at += cardsPerFrame) {
      const some = wanted.slice(at, at + cardsPerFrame).map((card) => ({ logicalCard: /^\d+$/.test(card) ? card : '0', card }))
      const told = await ask(session, 0x44, { pile: session.pile, cards: some }, 0x43, signal)
      if (!told?.isKept) return yield failed(told ? `the pile answered reason ${told.reason}` : 'the pile did not answer')
    }
    for (let at = 0; at < wanted.length; at += clearsPerFrame) {
      const some = wanted.slice(at, at + clearsPerFrame).map((card) => ({ card }))
      const told = await ask(session, 0x48, { pile: session.pile, cards: some }, 0x47, signal)
      const missing = some.filter(({ card }) => !told?.cards.some((one) => one.card === card && one.isThere))
      if (missing.length > 0) return yield failed(told ? `${missing.length} cards are not there afterwards` : 'the pile did not answer')
    }
    const kept = isFull ? wanted : [...new Set([...known.filter((card) => !gone.includes(card)), ...wanted])]
    await ledger.setCards(device.code, kept)
    yield { state: 'done' }
  }

  async function* reboot(session: Session, signal: AbortSignal): AsyncIterable<Step> {
    const again = happened.follow((one) => (one.device === session.device && one.message.type === 0x01 ? true : undefined))
    try {
      yield { state: 'sent' }
      const told = await ask(session, 0x92, { pile: session.pile, when: 1 }, 0x91, signal)
      if (!told?.isTaken) return yield failed(told ? 'the pile refused' : 'the pile did not answer')
      yield { state: 'accepted' }
      if (await again.next(signal)) yield { state: 'done' }
    } finally {
      again.stop()
    }
  }

  async function* readNow(session: Session, signal: AbortSignal): AsyncIterable<Step> {
    yield { state: 'sent' }
    const values: Record<string, number> = {}
    for (let gun = 1; gun <= session.login.guns; gun++) {
      const told = await ask(session, 0x12, { pile: session.pile, gun }, 0x13, signal)
      if (!told) return yield failed(`gun ${gun} did not answer`)
      Object.assign(values, { [`state.${told.gun}`]: told.state, [`volts.${told.gun}`]: told.volts, [`amps.${told.gun}`]: told.amps })
    }
    yield { state: 'done', values }
  }

  /** Any other frame of the platform by its name, with its fields as JSON. */
  async function* engineer(session: Session, { order, signal }: Ordered): AsyncIterable<Step> {
    if (order.name !== 'device.message') return
    const type = Object.entries(messages).find(([, one]) => one.name === order.values.message)?.[0]
    const answer = type === undefined ? undefined : answers[Number(type)]
    if (type === undefined || answer === undefined) return yield failed(`云快充 has no question "${order.values.message}" for engineers`)
    const given = z.safeParse(z.record(z.string(), z.unknown()), parsed(order.values.content ?? '{}'))
    if (!given.success) return yield failed('the content is no JSON object')
    yield { state: 'sent' }
    try {
      const told = await ask(session, Number(type) as Type, { pile: session.pile, ...given.data } as never, answer, signal)
      if (!told) return yield failed('the pile did not answer')
      const scalars = Object.entries(told as Message['values']).filter(([, value]) =>
        ['string', 'number', 'boolean'].includes(typeof value),
      )
      const isNo = scalars.some(([name, value]) => /^is(Taken|Set|Kept)$/.test(name) && value === false)
      const values = Object.fromEntries(scalars) as Record<string, string>
      yield isNo ? failed('the pile refused') : { state: 'done', values }
    } catch (error) {
      yield failed((error as Error).message)
    }
  }

  return (session: Session | undefined, ordered: Ordered): AsyncIterable<Step> => {
    const { order, device, signal } = ordered
    if (!session) return one(failed('not connected'))
    const { pile } = session
    switch (order.name) {
      case 'charging.start':
        return start(session, ordered)
      case 'charging.stop':
        return stop(session, ordered)
      case 'charging.token-list':
        return cards(session, ordered)
      case 'charging.prices': {
        const given = order.values.model
        if (given !== undefined && !/^\d{4}$/.test(given)) return one(failed('a price list has a number of four digits'))
        const made = priceListOf(order.values, given ?? nextModel(ledger.prices(device.code)?.model))
        if ('problem' in made) return one(failed(made.problem))
        const keep = (): Promise<void> => ledger.setPrices(device.code, made.list)
        return simple(session, signal, [0x58, { pile, ...made.list }], 0x57, (told) => told.isSet, keep)
      }
      case 'charging.limit': {
        const { ratedW } = device.address
        const { connector, powerW } = order.values
        if (powerW === undefined || ratedW === undefined)
          return one(failed('these piles limit their power, in percent of `ratedW` of the register'))
        if (connector !== 0 && session.login.guns > 1) return one(failed('these piles limit all of their guns at once: connector 0'))
        const powerPercent = Math.floor((powerW / ratedW) * 100)
        if (powerPercent < 30 || powerPercent > 100) return one(failed(`${powerPercent} percent; these piles take 30 to 100`))
        return simple(session, signal, [0x52, { pile, isLocked: false, powerPercent }], 0x51, (told) => told.isSet)
      }
      case 'charging.availability': {
        if (order.values.connector && session.login.guns > 1) return one(failed('these piles lock all of their guns at once: connector 0'))
        const isLocked = !order.values.isOperative
        return simple(session, signal, [0x52, { pile, isLocked, powerPercent: 100 }], 0x51, (told) => told.isSet)
      }
      case 'device.set-clock':
        return simple(session, signal, [0x56, { pile, at: clock.now() }], 0x55, () => true)
      case 'device.reboot':
        return reboot(session, signal)
      case 'device.read':
        return readNow(session, signal)
      case 'firmware.update': {
        const update = updateFrom(order.values.url)
        if ('problem' in update) return one(failed(update.problem))
        const power = Math.round((device.address.ratedW ?? 0) / 1000)
        const values = { pile, kind: session.login.kind === 0 ? 1 : 2, power, ...update, when: 2, minutes: 30 }
        return simple(session, signal, [0x94, values], 0x93, (told) => told.result === 0)
      }
      case 'device.message':
        return engineer(session, ordered)
      default:
        return one(failed('piles know no such order'))
    }
  }
}

async function* one(step: Step): AsyncIterable<Step> {
  yield step
}

/** Which answer belongs to which question; what has a command of its own is not asked here. */
const answers: Readonly<Record<number, Type>> = { 18: 0x13, 66: 0x41, 72: 0x47, 82: 0x51, 98: 0x63, 164: 0xa3, 240: 0xf1 }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
