import { Box, Tap } from '@/platform/elements'
import { back } from '@/platform/nav'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './top-bar.css'

/** Title and the way back, where the end has no bar of its own. */
export function TopBar({ title, root }: { title: string; root: boolean }) {
  const say = useSay()
  return (
    <Box className="top-bar" as="header">
      {root ? null : (
        <Tap className="top-bar-back" onTap={back} label={say(common.back)}>
          <Icon name="back" />
        </Tap>
      )}
      <Box className="top-bar-title clip" as="h1">
        {title}
      </Box>
    </Box>
  )
}
