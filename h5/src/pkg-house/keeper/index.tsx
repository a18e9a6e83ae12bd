export { default } from '../../../../miniapp/src/pkg-house/keeper/index'
