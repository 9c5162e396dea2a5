//! Demo prose: engineering, manufacturing, quantum.

use super::story::Story;

pub(super) const STORIES: &[Story] = &[
    Story {
        readable_id: "program-v1:xPRO+SysEngx",
        picture: "systems",
        subhead: "Four courses for engineers who have to make many parts, people and promises fit together.",
        weeks: 16,
        hours: (5, 7),
        ceus: "7.2",
        overview: "Aircraft, power grids, hospitals and cars have one thing in common: no single person understands all of any of them. This program teaches the methods that let a team reason about such a system as a whole **before** it is built, and keep that understanding while it changes.\n\nYou will draw an architecture and defend it, build models that answer real questions, let those models replace documents, and put numbers and uncertainty on the decisions that follow. Each course ends with a project on a system that you choose, so that what you learn is in use at work by the time you finish.",
        outcomes: &[
            "Frame a complex system: its boundary, its stakeholders, and the few decisions that shape everything after",
            "Generate and compare architectures instead of polishing the first one",
            "Choose the right model for a question, and know how far to trust its answer",
            "Introduce model-based systems engineering to a team that works with documents today",
            "Quantify cost, risk and flexibility so that trade-offs can be discussed openly",
        ],
        audience: &[
            "**Systems, lead and chief engineers** in aerospace, automotive, energy, defense and medical devices",
            "**Program and product managers** who are accountable for results across disciplines",
            "**Engineers with five or more years of practice** who are about to take on a whole system for the first time",
        ],
        faculty: &[0, 1, 2, 3],
        quotes: &[
            (
                "Ingrid Solheim",
                "Lead engineer, offshore wind",
                "We had argued about the same interface for a year. In the second course I modeled it over a weekend, brought the model to work, and the argument was over by Tuesday. What I value most is that the program never pretends that a method replaces judgment: it shows where judgment is needed, and gives you the words to explain it to people who were not in the room.",
            ),
            (
                "Tomas Herrera",
                "Program manager, satellites",
                "The projects use your own system. I finished with a document my director now hands to new hires.",
            ),
            (
                "Amara Nwosu",
                "Director of engineering, medical devices",
                "Clear, demanding and humane. I sent six of my people the following term.",
            ),
        ],
        questions: &[(
            "Do I have to take the four courses in order?",
            "The program is designed as one path, and each offering runs the courses one after the other. You may take a single course on its own as well; when you later enroll in the program, ask our team to count it.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+SysEngx1",
        picture: "cities",
        subhead: "See the whole before you design the parts: architecture as a set of decisions you can compare.",
        hours: (5, 7),
        ceus: "1.8",
        overview: "Every complex product has an architecture, whether anybody chose it or not. In this course you learn to choose it. You will separate what a system must *do* from what it *is*, map one onto the other, and see how a handful of early decisions fix most of the cost, the risk and the room for change.\n\nCases run from a hybrid car to a city's water supply. Each week pairs short lectures with one concrete step on a system of your own.",
        outcomes: &[
            "Describe form and function separately, and the mapping between them",
            "Find the interfaces on which a system will succeed or fail",
            "Generate an architectural decision space and search it without getting lost",
            "Measure complexity, and decide where it is worth paying for",
        ],
        audience: &[
            "**Engineers and architects** who make or inherit decisions at system level",
            "**Technical managers** who must judge designs outside their own discipline",
            "**Consultants and analysts** who need a common language with engineering teams",
        ],
        faculty: &[0, 1],
        quotes: &[
            (
                "Priya Raman",
                "Powertrain architect",
                "I used to start with a block diagram. Now I start with the decisions, and the diagram is better for it.",
            ),
            ("Marek Dvořák", "Rail signalling engineer", "The week on interfaces alone was worth the fee."),
        ],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+SysEngx2",
        picture: "learning",
        subhead: "Build models that answer the question you actually have, and say how sure they are.",
        hours: (5, 7),
        ceus: "1.8",
        overview: "A model is a promise about reality with fine print. This course is about writing the fine print. You will build static, dynamic and probabilistic models of engineered systems, check them against data, and learn when a rough model today beats a perfect one in spring.\n\nNo particular software is required; examples are given as notebooks that run in the browser.",
        outcomes: &[
            "Translate a design question into a model with a clear boundary",
            "Tell structural error from parameter error, and test for both",
            "Propagate uncertainty instead of hiding it in safety factors",
            "Present model results so that decision makers can disagree productively",
        ],
        audience: &[
            "**Engineers** who use simulations and want to know what they rest on",
            "**Analysts** who support design reviews",
            "**Team leads** who decide how much modeling is enough",
        ],
        faculty: &[1, 2],
        quotes: &[(
            "Léa Fontaine",
            "Thermal engineer",
            "Honest about what models cannot do, and therefore useful about what they can.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+SysEngx3",
        picture: "innovation",
        subhead: "Move a team from documents to models, one question at a time.",
        hours: (5, 6),
        ceus: "1.8",
        overview: "When requirements, structure and behavior live in one connected model, a change is visible everywhere it matters. Getting there is less about tools than about habits. You will learn the essentials of a modeling language, apply them to a small but complete system, and plan an introduction that survives its first deadline.",
        outcomes: &[
            "Read and write requirements, structure, behavior and parametric views",
            "Trace a requirement to the test that proves it",
            "Set modeling conventions that people keep",
            "Make the business case for model-based practice, with its costs",
        ],
        audience: &[
            "**Systems engineers** who are starting with model-based methods",
            "**Quality and verification leads** who need traceability that stays true",
            "**Managers** who sponsor the change",
        ],
        faculty: &[2, 0],
        quotes: &[(
            "Kenji Watanabe",
            "Avionics integration lead",
            "The first MBSE course that talked about people. Our pilot is still alive, which says everything.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+SysEngx4",
        picture: "data",
        subhead: "Put numbers, uncertainty and flexibility on the table before the contract is signed.",
        hours: (5, 7),
        ceus: "1.8",
        overview: "Big decisions are made early, with little data. This course shows how to make them well: design of experiments, optimization with several goals, and the value of keeping an option open. You will work through a fleet, a plant and a satellite, and finish with an analysis of your own.",
        outcomes: &[
            "Plan experiments that tell the most for the least",
            "Explore trade-offs among conflicting goals and find the efficient frontier",
            "Value flexibility as a real option",
            "Explain quantitative results to people who will never open the spreadsheet",
        ],
        audience: &[
            "**Engineers and analysts** comfortable with algebra and basic statistics",
            "**Portfolio and program managers** who approve large technical bets",
            "**Operations researchers** who want engineering context",
        ],
        faculty: &[3, 1],
        quotes: &[(
            "Chloé Tremblay",
            "Fleet planning manager",
            "We changed a 40-million decision because of the third assignment. Nobody has regretted it yet.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+SysEngBx1",
        picture: "robotics",
        subhead: "A short, practical first step into model-based engineering for teams that begin on Monday.",
        weeks: 5,
        ceus: "1.5",
        overview: "Five weeks, one small robot, one complete model. You will write down what the robot must do, decide how it is built, and keep both in step while the customer changes their mind, twice. The course was made for teams who want a shared start before they choose tools and standards.",
        outcomes: &[
            "Build a small but complete system model",
            "Keep requirements and design in step through a change",
            "Review somebody else's model constructively",
            "Decide what to model next, and what not to",
        ],
        audience: &[
            "**Teams** that take their first steps together",
            "**Software engineers** who join a hardware project",
            "**Technical writers and testers** who depend on good requirements",
        ],
        faculty: &[2, 4],
        quotes: &[(
            "Oluwaseun Adeyemi",
            "Robotics engineer",
            "Short, concrete, and the changing customer is painfully realistic.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+AMx",
        picture: "additive",
        subhead: "From first print to qualified part: where 3D printing pays, and how to get there.",
        weeks: 9,
        hours: (4, 6),
        ceus: "4.5",
        overview: "Additive manufacturing has left the prototype shop. Deciding *which* part to print, by *which* process, at *what* cost is now a question for design, production and finance together. In nine weeks you will compare the main processes, design for them, follow a part through qualification, and write a business case that stands up to questions.\n\nYou get cloud access to design tools, and a set of printed samples described in enough detail that you will miss nothing by not holding them.",
        outcomes: &[
            "Compare powder bed, extrusion, photopolymer and directed energy processes",
            "Redesign a part for additive manufacturing, not just print it",
            "Estimate cost per part honestly, with post-processing and scrap",
            "Plan qualification and quality control",
            "Write the business case for a first production part",
        ],
        audience: &[
            "**Design and manufacturing engineers** who decide how parts are made",
            "**Production and supply chain managers** who weigh spare parts on demand",
            "**Founders and product leads** who build hardware in small series",
        ],
        faculty: &[4, 5, 3],
        quotes: &[
            (
                "Rafael Costa",
                "Manufacturing lead, orthopedics",
                "I came for titanium and stayed for the cost model. We now print eleven parts in series, and declined to print forty others for reasons I can finally explain.",
            ),
            (
                "Hannah Lindqvist",
                "Spare parts manager, rail",
                "The case method makes you commit to numbers. Excellent.",
            ),
        ],
        questions: &[(
            "Do I need a 3D printer?",
            "No. All assignments work with the tools provided in the course. If you have access to a printer, optional exercises let you use it.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+QCx1",
        picture: "quantum",
        subhead: "What quantum computers can do, what they cannot, and what to do about it now.",
        hours: (4, 5),
        ceus: "2.0",
        overview: "Between the headlines and the textbooks there is a gap, and most decisions about quantum computing are made in it. This course closes the gap for people with a technical background and no physics degree. You will run small programs on a simulator, understand why error correction decides everything, and learn to read a claim of advantage critically.",
        outcomes: &[
            "Explain superposition, entanglement and interference without hand-waving",
            "Write and run small quantum circuits",
            "Judge which problems could profit and when",
            "Plan for post-quantum cryptography in your organization",
        ],
        audience: &[
            "**Technology leaders** who must have an opinion on quantum computing",
            "**Software and security engineers** curious about what changes for them",
            "**Researchers in chemistry, materials and finance** looking for realistic uses",
        ],
        faculty: &[6, 7],
        quotes: &[(
            "Sofia Marinho",
            "Head of cryptography, payments",
            "Precise without being dry. I replaced three slides of hype with one of facts.",
        )],
        questions: &[(
            "How much mathematics do I need?",
            "Vectors, matrices and complex numbers at the level of a first university course. A refresher of about three hours is included.",
        )],
        ..Story::PLAIN
    },
    Story {
        readable_id: "course-v1:xPRO+ESCGx",
        picture: "sustainability",
        subhead: "Batteries, heat and hydrogen: storage technologies compared by what they earn.",
        weeks: 7,
        ceus: "3.5",
        overview: "Storage turns weather into supply. This course follows a kilowatt-hour from the cell to the grid: chemistry, packs, markets, safety and recycling. It is taught together with our partner, with live sessions and a capstone on a site you know.",
        outcomes: &[
            "Compare storage technologies by duration, cost and risk",
            "Size a system for a given use",
            "Model revenues across several markets",
            "Plan for safety, permits and end of life",
        ],
        audience: &[
            "**Energy engineers and developers**",
            "**Utility and grid planners**",
            "**Investors** who examine storage projects",
        ],
        faculty: &[5],
        quotes: &[("Daniel O'Brien", "Project developer", "The revenue model alone saved us a bad site.")],
        vendor_url: "https://emeritus.example.com/energy-storage",
        ..Story::PLAIN
    },
];
