import { WebSocket } from 'ws'
import type { Principal } from '../http/route.ts'
import type { CutReason, Listener } from './hub.ts'

/** Unsent bytes beyond which a listener is let go; it comes back and resumes. */
const maxUnsent = 512 * 1024
const fewUnsent = 64 * 1024

/** 4401 means: sign in again. The others mean: come back. */
const closeCodes: Readonly<Record<CutReason, number>> = { 'signed-out': 4401, slow: 4408, restart: 1012 }

/** A WebSocket as the hub sees it. */
export function socketListener(socket: WebSocket, principal: Principal, onCut: (reason: CutReason) => void): Listener {
  const cut = (reason: CutReason) => {
    onCut(reason)
    socket.close(closeCodes[reason], reason)
    // Who does not read does not say goodbye either.
    if (reason === 'slow') socket.terminate()
    else setTimeout(() => socket.terminate(), 2000).unref()
  }
  return {
    principal,
    cut,
    send(text) {
      if (socket.readyState !== WebSocket.OPEN) return true
      if (socket.bufferedAmount > maxUnsent) return false
      socket.send(text)
      return true
    },
    async drained() {
      for (let waited = 0; socket.bufferedAmount > fewUnsent && socket.readyState === WebSocket.OPEN; waited++) {
        if (waited > 200) return false
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      return true
    },
  }
}
