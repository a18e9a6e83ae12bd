import type { Clock } from '../../ports/ports.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import { chinaDigits } from '../china-time.ts'
import type { Message } from './codec.ts'
import type { PileAddress } from './index.ts'
import type { Ledger } from './ledger.ts'
import type { FromPile, Values } from './messages.ts'
import type { Session } from './session.ts'
import { batterySignals, billDoubts, billSignal, gunStateOf, meteredSignal, stateSignals, transactionOf } from './signals.ts'

type Pile = Device<PileAddress>
type Deps = { readonly clock: Clock; readonly ledger: Ledger }

/** A number as the protocol makes it: pile, gun, time to the second, counter. */
export async function newTransaction({ clock, ledger }: Deps, pile: string, gun: number): Promise<string> {
  const two = String(gun).padStart(2, '0')
  return `${pile}${two}${chinaDigits(clock.now()).slice(2, 14)}${String(await ledger.nextNumber()).padStart(4, '0')}`
}

const warning = (code: string, text: string): Signal => ({ type: 'device.log', values: { level: 'warning', code, text } })
const noAccount = 1
const cannotCheckPassword = 7

/** What a pile tells, kept and answered; nothing is answered before it lies on disk. */
export function createUplink(deps: Deps) {
  const { clock, ledger } = deps

  async function realTime(session: Session, told: Values<0x13>): Promise<void> {
    const { gun } = told
    const now = gunStateOf(told)
    if (!now) return session.line.unknown(Buffer.from([told.state]), `state ${told.state} of gun ${gun} is not known`)
    const signals = stateSignals(gun, session.states.get(gun), now)
    session.states.set(gun, now)
    const transaction = transactionOf(told)
    const charging = transaction === undefined ? undefined : ledger.find(session.device, transaction)
    if (now.status === 'charging' && transaction !== undefined && (charging === undefined || charging.state === 'asked')) {
      const { token } = charging ?? {}
      await ledger.put({ transaction, device: session.device, gun, token, state: 'charging' })
      signals.push({ type: 'charging.started', values: { connector: gun, transaction, ...(token === undefined ? {} : { token }) } })
    }
    if (now.status === 'charging') signals.push(meteredSignal(told))
    // A pile that charges must never say idle; twice, and a person should look.
    const isIdleInside = told.state === 2 && ledger.openAt(session.device, gun)?.state === 'charging'
    const times = isIdleInside ? (session.idle.get(gun) ?? 0) + 1 : 0
    session.idle.set(gun, times)
    if (times === 2) signals.push(warning('idle-while-charging', `gun ${gun} says idle, and its charging has no bill`))
    await session.line.hear({ signals })
  }

  async function bill(session: Session, told: Values<0x3b>, sequence: Buffer): Promise<void> {
    const charging = ledger.find(session.device, told.transaction)
    const doubts = billDoubts(told)
    const signals = [billSignal(told, charging?.token), ...doubts.map((text) => warning('bill-doubt', `${told.transaction}: ${text}`))]
    if (!charging) signals.push(warning('bill-without-order', `nobody asked for ${told.transaction}`))
    const key = `bill/${told.transaction}/${told.startedAt ?? 0}`
    await session.line.hear({ signals, at: told.endedAt ?? told.at, key })
    await ledger.put({
      transaction: told.transaction,
      device: session.device,
      gun: told.gun,
      token: charging?.token,
      state: 'billed',
    })
    session.write(0x40, { transaction: told.transaction, isIllegal: false }, sequence)
  }

  async function request(
    session: Session,
    device: Pile,
    { type, values: told }: Extract<Message, { type: 0x31 | 0xa1 }>,
    sequence: Buffer,
  ) {
    const token = told.vin === '' ? told.card : told.vin
    const isKnown = device.address.acceptsEveryCard || ledger.cards(session.device).includes(token)
    // A password would have to be compared with one that nobody gave us.
    const isGranted = isKnown && !told.needsPassword
    const transaction = await newTransaction(deps, session.pile, told.gun)
    if (isGranted) await ledger.put({ transaction, device: session.device, gun: told.gun, token, state: 'asked' })
    await session.line.hear({ signals: [{ type: 'charging.authorized', values: { connector: told.gun, token, isAccepted: isGranted } }] })
    const answer: Values<0x32> = {
      transaction,
      pile: session.pile,
      gun: told.gun,
      logicalCard: told.card,
      balance: device.address.balanceFen / 100,
      isGranted,
      reason: isGranted ? 0 : isKnown ? cannotCheckPassword : noAccount,
    }
    if (type === 0x31) session.write(0x32, answer, sequence)
    else session.write(0xa2, { ...answer, group: told.group }, sequence)
  }

  async function parkingLock(session: Session, told: Values<0x61>): Promise<void> {
    const lock = { 0: 'moving', 85: 'up', 255: 'down' }[told.lock] ?? `code-${told.lock}`
    const signals: Signal[] = [
      { type: 'space.changed', values: { space: `${session.pile}-${told.gun}`, isOccupied: told.car === 0xff } },
      {
        type: 'event.reported',
        values: { name: 'parking-lock', properties: { gun: told.gun, lock, batteryPercent: told.batteryPercent } },
      },
    ]
    const part = `parking-lock-${told.gun}`
    if (told.alarm !== 0)
      signals.push({ type: 'device.fault', values: { code: told.alarm === 0xff ? 'arm-broken' : 'lock-stuck', part, level: 'major' } })
    await session.line.hear({ signals })
  }

  /** One message of a pile that has logged in. */
  return async (session: Session, device: Pile, message: Message, sequence: Buffer): Promise<void> => {
    const { line, pile } = session
    const type = message.type as FromPile
    switch (message.type) {
      case 0x03: {
        const { gun, isFaulty } = message.values
        const part = `connector-${gun}`
        const was = session.faulty.has(gun)
        if (isFaulty) session.faulty.add(gun)
        else session.faulty.delete(gun)
        const changed: Signal[] =
          isFaulty === was
            ? []
            : [
                isFaulty
                  ? { type: 'device.fault', values: { code: 'gun-fault', part, level: 'major' } }
                  : { type: 'device.recovered', values: { code: 'gun-fault', part } },
              ]
        await line.hear({ signals: changed })
        return session.write(0x04, { pile, gun, zero: 0 }, sequence)
      }
      case 0x05: {
        const own = ledger.prices(session.device)
        await line.hear({ signals: [] })
        // Without a list of ours there is nothing else that the pile could ask for.
        const isDifferent = own !== undefined && own.model !== message.values.model
        return session.write(0x06, { pile, model: message.values.model, isDifferent }, sequence)
      }
      case 0x09: {
        const own = ledger.prices(session.device)
        await line.hear({ signals: own ? [] : [warning('no-prices', 'the pile asks for prices, and none were given')] })
        return own ? session.write(0x0a, { pile, ...own }, sequence) : undefined
      }
      case 0x13:
        return realTime(session, message.values)
      case 0x31:
      case 0xa1:
        return request(session, device, message, sequence)
      case 0x3b:
        return bill(session, message.values, sequence)
      case 0x55:
        return line.hear({
          signals: message.values.at === undefined ? [] : [{ type: 'device.clock', values: { offsetMs: message.values.at - clock.now() } }],
        })
      case 0x61:
        return parkingLock(session, message.values)
      case 0x93:
        return line.hear({
          signals: [{ type: 'device.firmware', values: { state: message.values.result === 0 ? 'installed' : 'install-failed' } }],
        })
      default: {
        const isBattery = type >= 0x15 && type <= 0x25
        // Answers to questions are for whoever asked; they say nothing of their own.
        return line.hear({ signals: isBattery ? batterySignals(message) : [] })
      }
    }
  }
}
