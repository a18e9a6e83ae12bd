import { createContext, createElement, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Client } from '../client.ts'
import type { Observable } from '../kernel/observable.ts'
import type { SessionState } from '../session.ts'
import type { Settings } from '../settings.ts'

const ClientContext = createContext<Client | null>(null)

/** Gives the client to every hook below. */
export function ClientProvider({ client, children }: { client: Client; children?: ReactNode }) {
  return createElement(ClientContext.Provider, { value: client }, children)
}

export function useClient(): Client {
  const client = useContext(ClientContext)
  if (client === null) throw new Error('ClientProvider is missing above this component')
  return client
}

/** The current value, drawn again when it changes. */
export function useObservable<T>(source: Observable<T>): T {
  return useSyncExternalStore(source.subscribe, source.get, source.get)
}

export const useSession = (): SessionState => useObservable(useClient().session)
export const useSettings = (): Settings => useObservable(useClient().settings)
export const useOnline = (): boolean => useObservable(useClient().online)
