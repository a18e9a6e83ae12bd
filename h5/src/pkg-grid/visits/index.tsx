export { default } from '../../../../miniapp/src/pkg-grid/visits/index'
