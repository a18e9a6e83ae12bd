export { default } from '../../../../../miniapp/src/pkg-grid/visit/conflict/index'
