export { default } from '../../../../miniapp/src/pkg-life/environment/index'
