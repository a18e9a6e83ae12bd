import { capability } from '../kernel/capability.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { editEndpoints } from '../map/edit-endpoints.ts'
import { ifcEndpoints } from '../map/ifc-model.ts'
import { lifeEndpoints } from '../map/life.ts'
import { meshEndpoints } from '../map/mesh.ts'
import { overlayEndpoints } from '../map/overlay.ts'
import { readEndpoints } from '../map/read-endpoints.ts'
import { resolveEndpoints } from '../map/resolve.ts'
import { sketchEndpoints } from '../map/sketch.ts'
import { timelineEndpoints } from '../map/timeline.ts'

export { type MapFeature, mapErrors } from '../map/answers.ts'

export const map = capability({
  name: 'map',
  text: text('地图', 'Map'),
  permissions: [
    permission('map.read', '查看地图', 'See the map', ['admin', 'staff', 'grid']),
    permission('map.edit', '绘制与修改地图要素', 'Draw and edit map features', ['admin', 'grid']),
  ],
  events: ['map.changed'],
  endpoints: {
    ...{ ...readEndpoints, ...resolveEndpoints, ...sketchEndpoints, ...editEndpoints, ...overlayEndpoints, ...meshEndpoints },
    ...{ ...lifeEndpoints, ...ifcEndpoints, ...timelineEndpoints },
  },
})
