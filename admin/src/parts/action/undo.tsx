import { App, Button } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { asApiError } from '../../app/api/error.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { words } from './words.ts'

const offeredFor = 6

/** Says that something is done and offers to take it back for six seconds, by button or ⌘Z. */
export function useUndo() {
  const t = useWords(words)
  const language = useLanguage()
  const { message, notification } = App.useApp()
  const [offer, setOffer] = useState<() => Promise<unknown>>()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const take = useCallback(
    async (back: () => Promise<unknown>) => {
      notification.destroy('undo')
      setOffer(undefined)
      try {
        await back()
        void message.success(t('undone'))
      } catch (error) {
        void message.error(asApiError(error).say(language))
      }
    },
    [message, notification, t, language],
  )
  useShortcuts([{ keys: 'mod+z', label: words.undoKey, run: () => offer && void take(offer) }], offer !== undefined)

  return useCallback(
    (title: string, back: () => Promise<unknown>) => {
      clearTimeout(timer.current)
      setOffer(() => back)
      timer.current = setTimeout(() => setOffer(undefined), offeredFor * 1000)
      notification.success({
        key: 'undo',
        title,
        duration: offeredFor,
        placement: 'bottom',
        actions: (
          <Button type="primary" size="small" onClick={() => void take(back)}>
            {t('undo')}
          </Button>
        ),
      })
    },
    [notification, take, t],
  )
}
