import { type Clock, fetchTransport, type OpenSocket, type Transport } from '@liren/client'

export const createTransport = (clock: Clock): Transport => fetchTransport(window.fetch.bind(window), () => new AbortController(), clock)

export const openSocket: OpenSocket = (url, protocols, listener) => {
  const address = new URL(url, location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address, [...protocols])
  socket.onopen = () => listener.onOpen()
  socket.onmessage = ({ data }) => listener.onMessage(String(data))
  socket.onclose = () => listener.onClose()
  return { send: (text) => socket.send(text), close: () => socket.close() }
}
