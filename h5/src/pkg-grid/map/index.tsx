export { default } from '../../../../miniapp/src/pkg-grid/map/index'
