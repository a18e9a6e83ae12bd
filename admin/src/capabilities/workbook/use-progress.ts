import { useEffect } from 'react'

const everyMs = 1500

/** Asks again now and then as long as work goes on behind. */
export function useProgress(isBusy: boolean, reload: () => void): void {
  useEffect(() => {
    if (!isBusy) return
    const timer = setInterval(reload, everyMs)
    return () => clearInterval(timer)
  }, [isBusy, reload])
}
