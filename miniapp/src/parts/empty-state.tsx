import type { ReactNode } from 'react'
import type { SceneName } from '@/look/scenes'
import { Box } from '@/platform/elements'
import './empty-state.css'

/** A picture, one sentence, one way on. */
export function EmptyState({ scene, title, body, children }: { scene: SceneName; title: string; body?: string; children?: ReactNode }) {
  return (
    <Box className="empty">
      <Box className={`empty-scene scene-${scene}`} mute />
      <Box className="heading center">{title}</Box>
      {body ? <Box className="secondary center">{body}</Box> : null}
      {children ? <Box className="empty-act">{children}</Box> : null}
    </Box>
  )
}
