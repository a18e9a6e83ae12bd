import type { CallState } from '@liren/client'
import type { ReactNode } from 'react'
import { ErrorPanel } from './error-panel'
import { FreshStamp } from './fresh-stamp'
import { type Shape, Skeleton } from './skeleton'

interface LoadedProps<T> {
  readonly of: CallState<T>
  readonly shape: Shape
  readonly children: (data: NonNullable<T>) => ReactNode
}

/** The states between asking and having: grey layout, what was kept with its age, what went wrong. */
export function Loaded<T>({ of: { data, at, error, old, loading, reload }, shape, children }: LoadedProps<T>) {
  if (data === undefined || data === null) {
    if (error !== undefined && !loading) return <ErrorPanel error={error} onRetry={() => void reload()} />
    return <Skeleton shape={shape} />
  }
  return (
    <>
      {old && error !== undefined && !error.offline ? <ErrorPanel small error={error} onRetry={() => void reload()} /> : null}
      {old && at !== undefined ? <FreshStamp at={at} /> : null}
      {children(data)}
    </>
  )
}
