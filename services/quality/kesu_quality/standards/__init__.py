"""Product standards (产品标准): what a product must measure, version by version."""
