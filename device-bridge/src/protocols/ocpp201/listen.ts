import { createHappened } from '../../families/ocpp/happened.ts'
import { openLedger } from '../../families/ocpp/ledger.ts'
import { openDoor } from '../../families/ocpp/listen.ts'
import { commands } from '../../families/ocpp/orders.ts'
import type { OpenProtocol, ProtocolDeps } from '../protocol.ts'
import { createCentral } from './central.ts'
import type { StationAddress } from './index.ts'
import { createOrders } from './orders.ts'

/** The central system of stations that speak 2.0.1. */
export async function openStations(deps: ProtocolDeps<StationAddress>): Promise<OpenProtocol<StationAddress>> {
  const ledger = await openLedger(deps.folder)
  const happened = createHappened()
  const handle = createCentral({ clock: deps.clock, ledger, happened })
  const orders = createOrders({ clock: deps.clock, happened, ledger })
  const door = await openDoor({ deps, path: '/ocpp201/:identity', subprotocol: 'ocpp2.0.1', formatError: 'FormatViolation', handle })
  return {
    ports: door.ports,
    commands,
    devicesChanged: door.devicesChanged,
    reaches: door.reaches,
    send: (order) => orders(door.session(order.device.code), order),
    close: door.close,
  }
}
