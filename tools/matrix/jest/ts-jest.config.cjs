module.exports = {
  testEnvironment: 'node',
  transform: { '^.+\\.[tj]s$': 'ts-jest' },
  transformIgnorePatterns: ['/node_modules/(?!(\\.pnpm|@org|jose)/)'],
};
