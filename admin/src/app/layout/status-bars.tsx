import { useSyncExternalStore } from 'react'
import { Icon } from '../../parts/icon/icon.tsx'
import { reached } from '../api/call.ts'
import { useWords } from '../language/use.ts'
import { useLagging } from '../live/live.ts'
import { useMe } from '../session/store.ts'
import { ClearDemo } from './clear-demo.tsx'
import style from './layout.module.css'
import { words } from './words.ts'

const watch = (listener: () => void): (() => void) => {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** Whether the server can be reached, as far as the system and the last request know. */
export function useOnline(): boolean {
  const network = useSyncExternalStore(watch, () => navigator.onLine)
  const answered = useSyncExternalStore(reached.subscribe, reached.get)
  return network && answered
}

/** One line under the top bar when something about the connection, or the data, has to be known. */
export function StatusBars() {
  const t = useWords(words)
  const online = useOnline()
  const lagging = useLagging()
  const me = useMe()
  return (
    <div aria-live="polite">
      {!online && (
        <div className={`${style.bar} ${style.barOffline}`}>
          <Icon name="wifiOff" size={16} /> {t('offline')}
        </div>
      )}
      {online && lagging && (
        <div className={`${style.bar} ${style.barLagging}`}>
          <Icon name="refresh" size={16} /> {t('lagging')}
        </div>
      )}
      {me.isDemo && (
        <div className={`${style.bar} ${style.barDemo}`}>
          <Icon name="info" size={16} /> {t('demo')}
          <ClearDemo />
        </div>
      )}
    </div>
  )
}
