const { _extensions: extensions } = require('node:module');

// Stryker 9.6 requires parts of mocha without their extension; mocha 12 has renamed them to .cjs.
extensions['.cjs'] = extensions['.js'];
