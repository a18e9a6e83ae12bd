import { map as contract } from '@liren/contract/capabilities/map'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { mapRoutes } from './routes.ts'
import { growVersion } from './version.ts'

scopedTable('map_features', { placePath: 'place_path' })
scopedTable('map_overlays', { placePath: 'place_path' })
scopedTable('map_meshes', { placePath: 'place_path' })
scopedTable('map_stage_entries', { placePath: 'place_path' })

/** What the community looks like from above: drawings with their versions, tiles of them, and everything else laid over them. */
export const map: CapabilityFactory = (kernel) => ({
  contract,
  placedTables: ['map_features', 'map_overlays', 'map_meshes', 'map_stage_entries', 'map_ifc_models', 'map_ifc_revisions'],
  routes: mapRoutes(kernel),
  consumers: [
    {
      name: 'map.names',
      // names of places and heights of buildings are part of what is drawn
      on: [
        'place.changed',
        'place.moved',
        'place.retired',
        'building.created',
        'building.updated',
        'building.retired',
        'building.restored',
      ],
      async handle(_event, tx) {
        await growVersion(kernel, tx)
      },
    },
  ],
})
