"""The glossary of defect terms (缺陷术语表), per site, Chinese and English."""
