import { useCall, useClient, useObservable, useSettings } from '@liren/client'
import type { End } from '@liren/contract'
import { app as contract, type Tile } from '@liren/contract/capabilities/app'
import { type IconName, icons } from '@/look/icons'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { Icon } from './icon'
import { useMe } from './me'
import './tiles.css'

/** The applications on the shelf of this estate for this end. */
export function useTiles(end: End) {
  const { community } = useClient()
  const { me } = useMe()
  const chosen = useObservable(community)
  const placeId = me?.place?.id ?? me?.households[0]?.estate.id ?? chosen?.id
  return useCall(contract.endpoints.tiles, { query: { end, ...(placeId === undefined ? {} : { placeId }) } }, { keep: true, on: ['app.'] })
}

/** Open a tile and remember it for "recently used". */
export function useOpenTile(): (tile: Tile) => void {
  const { settings } = useClient()
  return (tile) => {
    const recent = settings.get().recentServices.filter((code) => code !== tile.code)
    settings.change({ recentServices: [tile.code, ...recent].slice(0, 8) })
    go(tile.page)
  }
}

const iconOf = (name: string): IconName => (name in icons ? (name as IconName) : 'box')

/** A few services with sign and word; a long word gets a second line, never an ellipsis. */
export function TileGrid({ tiles }: { tiles: readonly Tile[] }) {
  const { language } = useSettings()
  const open = useOpenTile()
  return (
    <Box className="tiles" role="list">
      {tiles.map((tile) => (
        <Box key={tile.code} className="tile-room" role="listitem">
          <Tap id={`tile-${tile.code}`} className="tile" label={`${tile.text[language]}，${tile.hint[language]}`} onTap={() => open(tile)}>
            <Box className="tile-sign">
              <Icon name={iconOf(tile.icon)} className="tile-icon" />
            </Box>
            <Box className="tile-word">{tile.text[language]}</Box>
          </Tap>
        </Box>
      ))}
    </Box>
  )
}
