//! Topics and languages of the demo catalogue. Most topic names are ones that MIT Learn maps (catalog_export.md 5).

use super::plan::{DemoLanguage, DemoTopic};

pub(super) const LANGUAGES: &[DemoLanguage] = &[
    DemoLanguage { name: "English", bcp47: "en", priority: 1 },
    DemoLanguage { name: "Spanish", bcp47: "es", priority: 100 },
    DemoLanguage { name: "Portuguese", bcp47: "pt", priority: 100 },
    DemoLanguage { name: "Chinese", bcp47: "zh", priority: 100 },
];

pub(super) const TOPICS: &[DemoTopic] = &[
    DemoTopic { name: "Artificial Intelligence", children: &["AI/Machine Learning", "Data Science"] },
    DemoTopic { name: "Biology & Health", children: &["BioTech", "Digital Health"] },
    DemoTopic { name: "Business Strategy", children: &["Strategy", "Business Analytics", "Business Innovation"] },
    DemoTopic { name: "Digital Transformation", children: &["Digital Business/IT", "Technology Innovation"] },
    DemoTopic { name: "Education", children: &["Educators", "Learning Design"] },
    DemoTopic { name: "Energy & Climate", children: &["Energy Systems", "Sustainability"] },
    DemoTopic { name: "Finance", children: &["Blockchain", "Real Estate"] },
    DemoTopic { name: "Leadership", children: &["Leadership & Organizations", "Management"] },
    DemoTopic { name: "Manufacturing", children: &["Operations", "Prototype/Lab"] },
    DemoTopic { name: "Marketing & Communications", children: &["Brand Building", "Negotiation"] },
    DemoTopic { name: "Quantum Technologies", children: &["Quantum Computing", "Quantum Sensing"] },
    DemoTopic { name: "Systems Engineering", children: &["Systems Thinking", "Model-Based Engineering"] },
];
