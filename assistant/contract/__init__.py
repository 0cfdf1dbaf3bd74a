"""The JSON of the public interface as pydantic models, one module an object. Additions are free, changes are not."""
