import type { Text } from '@liren/contract'
import type { ReactNode } from 'react'
import type { SceneName } from '@/look/scenes'
import { Box } from '@/platform/elements'
import { go, type TabPath } from '@/platform/nav'
import { usePull } from '@/platform/shown'
import { homeWords } from '@/words/home'
import { useSay } from '@/words/kit'
import { PlainButton } from './button'
import { EmptyState } from './empty-state'
import { Loaded } from './loaded'
import { Page } from './page'
import type { PageKey } from './page-keys'
import { TileGrid, useTiles } from './tiles'

interface ShelfTabProps {
  readonly page: PageKey
  readonly tab: TabPath
  readonly title: Text
  /** Pages that belong under this tab. */
  readonly under: readonly string[]
  readonly scene: SceneName
  readonly empty: Text
  readonly emptyBody: Text
  /** What the tiles are about. */
  readonly intro?: Text
  /** What is there whatever stands on the shelf. */
  readonly children?: ReactNode
}

/** A tab that shows what is on the shelf, and says so when nothing is: never a key that leads nowhere. */
export function ShelfTab({ page, tab, title, under, scene, empty, emptyBody, intro, children }: ShelfTabProps) {
  const say = useSay()
  const tiles = useTiles('resident')
  usePull(tiles.reload)
  return (
    <Page page={page} title={title} tab={tab}>
      {children}
      <Loaded of={tiles} shape="tiles">
        {({ items }) => {
          const mine = items.filter((tile) => under.some((prefix) => tile.page.startsWith(prefix)))
          if (mine.length > 0)
            return (
              <>
                {intro ? <Box className="secondary section-title">{say(intro)}</Box> : null}
                <Box className="card">
                  <TileGrid tiles={mine} />
                </Box>
              </>
            )
          return children ? null : (
            <EmptyState scene={scene} title={say(empty)} body={say(emptyBody)}>
              <PlainButton onTap={() => go('/pkg-life/services')}>{say(homeWords.allServices)}</PlainButton>
            </EmptyState>
          )
        }}
      </Loaded>
    </Page>
  )
}
