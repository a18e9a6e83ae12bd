import type { MapLayer } from '@liren/contract/map/kinds'
import { useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

/** The state of a mark in words: colour never speaks alone. */
export function useStateText(): (layer: MapLayer | undefined, state: string | null) => string {
  const t = useWords(words)
  return (layer, state) => {
    if (state === null) return ''
    if (layer === 'device')
      return state === 'alarm' ? t('inAlarm') : state === 'online' ? t('online') : state === 'offline' ? t('offline') : t('unknown')
    if (layer === 'alarm') return t('level', { level: state })
    if (layer === 'zone') return t(state === 'alarm' ? 'zone_alarm' : state === 'armed' ? 'zone_armed' : 'zone_disarmed')
    return ''
  }
}
