import { createObservable, useClient, useObservable } from '@liren/client'
import type { Text } from '@liren/contract'
import { useCallback } from 'react'
import { Box, Tap } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import './toast.css'

interface Toast {
  readonly words: Text
  readonly undo?: () => void
}

/** One at a time for the whole app; whichever page is in front shows it. */
const current = createObservable<Toast | null>(null)

/** For success that can be taken back, and small news. Errors never come here. */
export function useToast(): (words: Text, undo?: () => void) => void {
  const { platform } = useClient()
  return useCallback(
    (words, undo) => {
      const toast: Toast = undo === undefined ? { words } : { words, undo }
      current.set(toast)
      platform.clock.sleep(undo === undefined ? 2_000 : 6_000).then(
        () => current.get() === toast && current.set(null),
        () => undefined,
      )
    },
    [platform],
  )
}

export function ToastHost() {
  const toast = useObservable(current)
  const say = useSay()
  if (toast === null) return null
  const { undo } = toast
  return (
    <Box className="toast" role="status" live="polite" id="toast">
      <Box className="grow">{say(toast.words)}</Box>
      {undo ? (
        <Tap
          className="toast-undo"
          onTap={() => {
            current.set(null)
            undo()
          }}
        >
          {say(common.undo)}
        </Tap>
      ) : null}
    </Box>
  )
}
