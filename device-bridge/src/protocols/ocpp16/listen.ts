import { createHappened } from '../../families/ocpp/happened.ts'
import { openLedger } from '../../families/ocpp/ledger.ts'
import { openDoor } from '../../families/ocpp/listen.ts'
import { commands } from '../../families/ocpp/orders.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { createCentral } from './central.ts'
import type { PileAddress } from './index.ts'
import { createOrders } from './orders.ts'

/** The central system of piles that speak 1.6. */
export async function openPiles(deps: ProtocolDeps<PileAddress>): Promise<OpenProtocol<PileAddress>> {
  const ledger = await openLedger(deps.folder)
  const happened = createHappened()
  const central = createCentral({ clock: deps.clock, ledger, happened })
  const orders = createOrders({ clock: deps.clock, happened, ledger })
  const door = await openDoor({ deps, path: '/ocpp/:identity', subprotocol: 'ocpp1.6', formatError: 'FormationViolation', handle: central })
  return {
    ports: door.ports,
    commands,
    devicesChanged: door.devicesChanged,
    reaches: door.reaches,
    send: (order) => orders.send(door.session(order.device.code), order),
    close: door.close,
  }
}
