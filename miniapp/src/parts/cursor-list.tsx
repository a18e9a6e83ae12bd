import type { PageState } from '@liren/client'
import { Fragment, type ReactNode } from 'react'
import { Box } from '@/platform/elements'
import { useReachEnd } from '@/platform/shown'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { LinkButton } from './button'
import { ErrorPanel } from './error-panel'
import { FreshStamp } from './fresh-stamp'
import { type Shape, Skeleton } from './skeleton'

interface CursorListProps<T> {
  readonly of: PageState<T>
  readonly shape?: Shape
  readonly keyOf: (item: T) => string
  readonly children: (item: T) => ReactNode
  readonly empty: ReactNode
}

/** A list by cursor: more comes at its end, by itself and by a button; what is there stays when more fails. */
export function CursorList<T>({ of, shape = 'rows', keyOf, children, empty }: CursorListProps<T>) {
  const say = useSay()
  useReachEnd(() => {
    if (of.more && of.moreError === undefined) void of.loadMore()
  })
  if (of.empty) {
    if (of.error !== undefined && !of.loading) return <ErrorPanel error={of.error} onRetry={() => void of.reload()} />
    return <Skeleton shape={shape} />
  }
  return (
    <Box role="list">
      {of.old && of.error !== undefined && !of.error.offline ? (
        <ErrorPanel small error={of.error} onRetry={() => void of.reload()} />
      ) : null}
      {of.old && of.at !== undefined ? <FreshStamp at={of.at} /> : null}
      {of.items.length === 0 ? empty : null}
      {of.items.map((item) => (
        <Fragment key={keyOf(item)}>{children(item)}</Fragment>
      ))}
      {of.items.length > 0 ? (
        <Box className="center secondary">
          {of.more ? (
            <LinkButton onTap={() => void of.loadMore()} disabled={of.loadingMore}>
              {say(of.moreError ? common.moreFailed : of.loadingMore ? common.loading : common.more)}
            </LinkButton>
          ) : (
            say(common.noMore)
          )}
        </Box>
      ) : null}
    </Box>
  )
}
